/** Reading as if versions were published: they are, in a transaction that is always rolled back. See ADR 6. */
import { DomainError } from '../../kernel/errors.ts';
import type { Database, Transaction } from '../../platform/database.ts';
import { serverCodeOf } from '../../platform/serverCode.ts';
import { tookTooLong } from '../../platform/tookTooLong.ts';
import { replaceLive } from '../liveRows.ts';
import { say } from '../messages.ts';

/** Milliseconds that a preview may take. */
export interface Limits {
  /** One statement, waiting for locks included. PGlite does not interrupt statements. */
  readonly statement: number;
  /** All of it: no statement is begun later. */
  readonly whole: number;
}
const LIMITS: Limits = { statement: 3_000, whole: 10_000 };

/** How often a preview is tried that publishing gets in the way of. */
const ATTEMPTS = 3;

/** PostgreSQL's codes: a unique key that is taken, a deadlock. */
const OVERTAKEN = ['23505', '40P01'];

/** Thrown so that the transaction is rolled back although nothing went wrong. */
class RollBack extends Error {}

/** Versions to be taken for published. */
export type PreviewedVersions = { readonly id: string } | { readonly releaseId: string };

type Read<Answer> = (tx: Transaction, versionIds: string[]) => Promise<Answer>;

/** The error of a preview that met its limits. */
export function previewTimeout(): DomainError {
  return new DomainError(
    'PREVIEW_TIMEOUT',
    say('The preview took too long: try again in a moment, or ask for less at once.'),
  );
}

/**
 * Answers what `read` answers while the versions, in whatever state they are, stand where readers look. Nobody else sees
 * them there, and nothing of it stays.
 * @param read given the transaction, beside which nothing may be read: PGlite has one connection
 * @throws DomainError PREVIEW_TIMEOUT
 */
export async function asIfPublished<Answer>(
  database: Database,
  where: PreviewedVersions,
  now: Date,
  read: Read<Answer>,
  limits = LIMITS,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readOnce(database, where, now, read, limits);
    } catch (error) {
      if (tookTooLong(error)) throw previewTimeout();
      if (attempt === ATTEMPTS || !wasOvertaken(error)) throw error;
    }
  }
}

/** Whether one of the versions, or another one of its entry, was published for good just then. */
function wasOvertaken(error: unknown): boolean {
  return OVERTAKEN.includes(serverCodeOf(error) ?? '');
}

async function readOnce<Answer>(
  database: Database,
  where: PreviewedVersions,
  now: Date,
  read: Read<Answer>,
  { statement, whole }: Limits,
): Promise<Answer> {
  let answer = null as { readonly is: Answer } | null;
  try {
    await database.$transaction(
      async (tx) => {
        await tx.$executeRawUnsafe(`SET LOCAL statement_timeout = ${statement}`);
        answer = { is: await read(tx, await publish(tx, where, now)) };
        throw new RollBack();
      },
      { timeout: whole, maxWait: whole },
    );
  } catch (error) {
    if (answer && error instanceof RollBack) return answer.is;
    throw error;
  }
  throw new Error('A preview was committed.');
}

/** Makes the versions what readers see, and nothing else: no step, no history, no audit, no job. */
async function publish(tx: Transaction, where: PreviewedVersions, now: Date): Promise<string[]> {
  const versions = await tx.version.findMany({ where, include: { entry: true }, orderBy: { entryId: 'asc' } });
  const published = versions.map((version) => {
    const { id: entryId, kind, slug } = version.entry;
    return { entryId, kind, slug, version };
  });
  await replaceLive(tx, published, now);
  return versions.map(({ id }) => id);
}
