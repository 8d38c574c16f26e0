/** Entries and versions as editors work with them, read past Prisma: a version with its entry is one statement (ADR 105). */
import type { Entry, Version } from '../generated/prisma/client.ts';
import type { Database, Transaction } from '../platform/database.ts';
import { readJson } from '../platform/directStatements.ts';

/** A version with the entry that it belongs to. */
export type VersionRow = Version & { readonly entry: Entry };

/** Rows as the database writes them. */
interface RowsJson {
  readonly entry: object;
  readonly version: object;
}

const VERSION = `SELECT json_build_object('entry', e, 'version', v)::text AS "json"
  FROM "Version" v JOIN "Entry" e ON e."id" = v."entryId" WHERE v."id" = $1::uuid`;

/** The version; null where there is none. */
export async function readVersion(database: Database, id: string): Promise<VersionRow | null> {
  return rowFrom(await readJson(database, { text: VERSION, values: [id], isPlannedOnce: true }));
}

/*
 * Whoever changes a version claims its entry. So a claim of a revision that has had to wait for another one fails, and the version is read
 * as of the same instant as the revision.
 */
const CLAIM = `WITH claimed AS (
    UPDATE "Entry" SET "revision" = "revision" + 1
     WHERE "id" = (SELECT "entryId" FROM "Version" WHERE "id" = $1::uuid) AND "revision" = $2::int RETURNING *)
  SELECT json_build_object('entry', e, 'version', v)::text AS "json" FROM claimed e JOIN "Version" v ON v."id" = $1::uuid`;

/** Takes the next revision of a version's entry; null where the entry is not at the expected one, or the version not there. */
export async function claimRevision(
  tx: Transaction,
  versionId: string,
  expectedRevision: number,
): Promise<VersionRow | null> {
  const values = [versionId, String(expectedRevision)];
  return rowFrom(await readJson(tx, { text: CLAIM, values, isPlannedOnce: true }));
}

/** What steps of the lifecycle write of a version. */
export type StepChanges = Pick<Version, 'state' | 'changedAt'> &
  Partial<Pick<Version, 'approver' | 'publishAt' | 'releaseId'>>;

/** Writes what a step changes of a version; answers whether it was still in the state that the step begins from. */
export async function writeStep(tx: Transaction, id: string, from: string, changes: StepChanges): Promise<boolean> {
  const changed = Object.entries(changes).filter(([, value]) => value !== undefined);
  const columns = changed.map(([name]) => `"${name}"`).join(', ');
  const text = `WITH written AS (
      UPDATE "Version" SET (${columns}) = (SELECT ${columns} FROM json_populate_record(NULL::"Version", $3::json))
       WHERE "id" = $1::uuid AND "state" = $2 RETURNING "id")
    SELECT count(*)::text AS "json" FROM written`;
  const values = [id, from, JSON.stringify(changes)];
  return (await readJson(tx, { text, values, isPlannedOnce: true })) === 1;
}

function rowFrom(json: unknown): VersionRow | null {
  if (!json) return null;
  const { entry, version } = json as RowsJson;
  return {
    ...withInstants(version as Version, ['createdAt', 'changedAt', 'publishAt']),
    entry: withInstants(entry as Entry, ['createdAt']),
  };
}

/** The row with instants in the place of the texts that JSON has for them. */
function withInstants<Row extends object>(row: Row, names: readonly (keyof Row)[]): Row {
  const instants = names.flatMap((name) => (row[name] === null ? [] : [[name, new Date(row[name] as string)]]));
  return { ...row, ...Object.fromEntries(instants) };
}
