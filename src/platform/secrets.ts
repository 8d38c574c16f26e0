/** Secrets that the service makes for itself and keeps in its database, so that all instances have the same. */
import { randomBytes } from 'node:crypto';
import type { Database } from './database.ts';

/** The secret of that name, 256 random bits in base64url; made when it is asked for the first time. */
export async function keptSecret({ secret }: Pick<Database, 'secret'>, name: string): Promise<string> {
  const kept = await secret.findUnique({ where: { name } });
  if (kept) return kept.value;
  const value = randomBytes(32).toString('base64url');
  // Another instance may be faster: then its secret counts, and this one was never used.
  await secret.createMany({ data: [{ name, value, createdAt: new Date() }], skipDuplicates: true });
  return (await secret.findUniqueOrThrow({ where: { name } })).value;
}
