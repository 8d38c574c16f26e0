/** Where, beside the audit log, pseudonyms of people stand who did something: to be told of, and to be taken out. */
import type { Transaction } from '../platform/database.ts';

interface Places {
  /** Columns with one pseudonym. */
  readonly one?: readonly string[];
  /** Columns with a list of them. */
  readonly many?: readonly string[];
}

/** By table. A column of pseudonyms that is not here fails a test. */
export const PSEUDONYMS: Readonly<Record<string, Places>> = {
  ApiToken: { one: ['author'] },
  Invitation: { one: ['author'] },
  Version: { one: ['author', 'approver'], many: ['authors'] },
  ReviewComment: { one: ['author'] },
  Release: { one: ['author'] },
  PreviewLink: { one: ['author'] },
  CooperationRequest: { one: ['author', 'reviewer', 'decider'], many: ['authors', 'claimers'] },
  RequestMessage: { one: ['author'] },
  RequestNote: { one: ['author'] },
  RequestEvent: { one: ['actor'] },
  File: { one: ['author'] },
};

/** Stands in the place of citizens who were erased. */
export const ERASED = 'citizen:erased';

/** The pseudonym by which a citizen acts. */
export function citizenActor(personId: string): string {
  return `citizen:${personId}`;
}

/** How many rows of a table name somebody. */
export interface Mention {
  readonly table: string;
  readonly rows: number;
}

const holds = ({ one = [], many = [] }: Places) =>
  [...one.map((name) => `"${name}" = ANY($1::text[])`), ...many.map((name) => `"${name}" && $1::text[]`)].join(' OR ');

/** The tables that name whoever acts by the pseudonym, each with the number of its rows. */
export async function mentionsOf(database: Pick<Transaction, '$queryRawUnsafe'>, actor: string): Promise<Mention[]> {
  const counts = Object.entries(PSEUDONYMS).map(
    ([table, places]) => `SELECT '${table}' AS "table", count(*)::int AS "rows" FROM "${table}" WHERE ${holds(places)}`,
  );
  const found = await database.$queryRawUnsafe<Mention[]>(counts.join(' UNION ALL '), [actor]);
  return found.filter(({ rows }) => rows > 0);
}

/** Takes citizens out of all that names them. What they wrote stays: it was written for an organization. */
export async function forgetCitizens(tx: Transaction, personIds: readonly string[]): Promise<void> {
  const actors = personIds.map(citizenActor);
  for (const [table, { one = [], many = [] }] of Object.entries(PSEUDONYMS)) {
    const replaced = [
      ...one.map((name) => `"${name}" = CASE WHEN "${name}" = ANY($1::text[]) THEN '${ERASED}' ELSE "${name}" END`),
      ...many.map(
        (name) => `"${name}" = ARRAY(SELECT DISTINCT CASE WHEN held = ANY($1::text[]) THEN '${ERASED}' ELSE held END
          FROM unnest("${name}") held)`,
      ),
    ].join(', ');
    await tx.$executeRawUnsafe(`UPDATE "${table}" SET ${replaced} WHERE ${holds(PSEUDONYMS[table] ?? {})}`, actors);
  }
}
