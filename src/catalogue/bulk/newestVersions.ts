/** The newest versions of many entries. */
import { Prisma } from '../../generated/prisma/client.ts';
import type { Transaction } from '../../platform/database.ts';

/** The newest version of an entry: a discarded one only when there is no other. */
export interface NewestVersion {
  readonly entryId: string;
  /** Revision of the entry. */
  readonly revision: number;
  readonly versionId: string;
  readonly number: number;
  readonly state: string;
  readonly content: unknown;
}

/** The newest version of each entry, as reviseEntry sees it. */
export async function newestVersions(tx: Transaction, entryIds: readonly string[]): Promise<NewestVersion[]> {
  // Prisma would read the contents of all versions in order to pick the newest.
  return tx.$queryRaw<NewestVersion[]>(Prisma.sql`
    SELECT e."id" AS "entryId", e."revision", v."id" AS "versionId", v."number", v."state", v."content"
    FROM "Entry" e CROSS JOIN LATERAL (
      SELECT * FROM "Version" v WHERE v."entryId" = e."id" ORDER BY v."state" = 'DISCARDED', v."number" DESC LIMIT 1
    ) v
    WHERE e."id" = ANY(${entryIds}::uuid[])`);
}

/** Keeps others from changing the entries until the transaction ends. */
export async function lockEntries(tx: Transaction, entryIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "Entry" WHERE "id" = ANY(${entryIds}::uuid[]) ORDER BY "id" FOR UPDATE`;
}
