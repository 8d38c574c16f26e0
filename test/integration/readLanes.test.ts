/** Reads share connections: each gets its own answer, whatever becomes of those that were sent with it. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JsonStatement, readJson } from '../../src/platform/directStatements.ts';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';

const hasPostgres = DATABASES.includes('PostgreSQL');
/** Milliseconds that a statement may take here. */
const STATEMENT_TIMEOUT = 400;
/** All of a service's: its pool and its lanes. */
const MOST_CONNECTIONS = 12;

const statement = (text: string, values: readonly string[], isPlannedOnce = false): JsonStatement => {
  return { text, values, isPlannedOnce };
};
/** Answers what is said, after so many milliseconds. */
const say = (said: string, after = 0) =>
  statement('SELECT to_json($1::text)::text AS "json" FROM pg_sleep($2::float8 / 1000)', [said, String(after)]);
const refused = () => statement('SELECT to_json(1 / $1::int)::text AS "json"', ['0']);
const range = (count: number) => Array.from({ length: count }, (_, place) => String(place));

describe.runIf(hasPostgres)('reads at once', () => {
  let database: TestDatabase;
  const read = (asked: JsonStatement) => readJson(database.prisma, asked);
  const readAll = (asked: readonly JsonStatement[]) => Promise.all(asked.map(read));
  const OURS = `FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'rozcestnik'`;
  const connections = () => database.sql.query(`SELECT pid ${OURS}`);

  beforeEach(async () => {
    database = await createTestDatabase('PostgreSQL', { statementTimeout: STATEMENT_TIMEOUT });
    // Lanes are opened while the pool answers.
    await expect
      .poll(async () => {
        await readAll(range(20).map((said) => say(said)));
        return (await connections()).length;
      })
      .toBeGreaterThan(8);
  });
  afterEach(() => database.drop());

  it('each get their own answer over a dozen of connections', async () => {
    const told = range(500);
    expect(await readAll(told.map((said) => say(said)))).toEqual(told);
    const prepared = told.map((said) => statement('SELECT to_json($1::text)::text AS "json"', [said], true));
    expect(await readAll(prepared)).toEqual(told);
    expect((await connections()).length).toBeLessThanOrEqual(MOST_CONNECTIONS);
  });

  it('that come after a slow one do not wait for it', async () => {
    let isSlowDone = false;
    const slow = readAll(range(4).map((said) => say(said, 350))).then(() => {
      isSlowDone = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await readAll(range(8).map((said) => say(said)))).toEqual(range(8));
    expect(isSlowDone).toBe(false);
    await slow;
  });

  it('are answered when the one before them has taken too long, which is told so alone', async () => {
    const slow = Promise.allSettled(range(4).map((said) => read(say(said, 60_000))));
    const quick = await readAll(range(20).map((said) => say(said)));
    expect(quick).toEqual(range(20));
    const outcomes = await slow;
    expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { code: '57014' } });
    expect(await readAll(range(20).map((said) => say(said)))).toEqual(range(20));
  });

  it('are answered though the server ends every connection', async () => {
    // Those of the pool had a connection of their own, whose end they are told of.
    const asked = readAll(range(40).map((said) => say(said, 5))).catch((error) =>
      expect(error).toMatchObject({ message: expect.stringMatching(/terminat/) }),
    );
    await database.sql.query(`SELECT pg_terminate_backend(pid) ${OURS} AND query NOT LIKE 'SET%'`);
    await asked;
    await expect.poll(() => readAll(range(40).map((said) => say(said))).catch(() => [])).toEqual(range(40));
  });

  it('fail alone, be they prepared or not, slow or refused', async () => {
    const one = fc.record({
      kind: fc.constantFrom('answered', 'prepared', 'refused', 'unknown', 'slow'),
      said: fc.string(),
    });
    const asked = { answered: 0, prepared: 0, refused: '22012', unknown: '42P01', slow: '57014' } as const;
    const of = ({ kind, said }: { kind: string; said: string }) => {
      if (kind === 'refused') return refused();
      if (kind === 'unknown') return statement('SELECT to_json($1::text)::text AS "json" FROM "Nothing"', [said], true);
      if (kind === 'prepared') return statement('SELECT to_json($1::text)::text AS "json", 1', [said], true);
      return say(said, kind === 'slow' ? 60_000 : 0);
    };
    const text = (said: string) => said.replaceAll('\0', '');
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 60 }), async (all) => {
        const kinds = all.map(({ kind, said }) => ({ kind: kind as keyof typeof asked, said: text(said) }));
        const outcomes = await Promise.allSettled(kinds.map((each) => read(of(each))));
        outcomes.forEach((outcome, place) => {
          const { kind, said } = kinds[place] as (typeof kinds)[number];
          const code = asked[kind];
          expect(outcome).toMatchObject(
            code ? { status: 'rejected', reason: { code } } : { status: 'fulfilled', value: said },
          );
        });
      }),
      { numRuns: 8 },
    );
  });
});
