/** Bulk files about entries that are there, and what changes while they are imported. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { RowSource } from '../../src/catalogue/bulk/rows.ts';
import { discardVersion } from '../../src/catalogue/commands/discardVersion.ts';
import { submitVersion } from '../../src/catalogue/commands/submitVersion.ts';
import { type CommandRunner, runCommand } from '../../src/journal/command.ts';
import { OPERATOR } from '../../src/kernel/viewer.ts';
import { exported, fileOf, importFile, importRows, jsonLines, rowOf } from '../testkit/bulk.ts';
import { writeDrafts } from '../testkit/content.ts';
import { createTestDatabase, ONE_DATABASE, type TestDatabase } from '../testkit/databases.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { runnerOn } from '../testkit/seeding.ts';

const REJECT_BAD = { policy: 'reject-bad-rows' } as const;
const title = (text: string) => ({ title: { cs: text } });

describe.each(ONE_DATABASE)('Bulk files with entries that are there on %s', (kind) => {
  let database: TestDatabase;
  let runner: CommandRunner;
  const ridici = (text: string) => rowOf('ridici', title(text));
  const versionsOf = (slug: string) =>
    database.prisma.version.findMany({ where: { entry: { slug } }, orderBy: { number: 'asc' } });

  beforeEach(async () => {
    database = await createTestDatabase(kind, { seeded: true });
    runner = runnerOn(database);
    return () => database.drop();
  });

  it('make a draft beside what is live, and change it the next time', async () => {
    const live = await database.prisma.liveEntry.findMany({ orderBy: { id: 'asc' } });
    expect(await importRows(runner, [ridici('První')])).toMatchObject({ revised: 1, written: true });
    expect(await importRows(runner, [ridici('Druhá')])).toMatchObject({ revised: 1, written: true });
    const [first, draft, ...others] = await versionsOf('ridici');
    expect([first?.state, draft?.state, draft?.basedOn, others]).toEqual(['PUBLISHED', 'DRAFT', 1, []]);
    expect(draft?.content).toMatchObject(title('Druhá'));
    expect(await database.prisma.liveEntry.findMany({ orderBy: { id: 'asc' } })).toEqual(live);
  });

  it('are refused with their row while a version is in review', async () => {
    await importRows(runner, [ridici('První')], { submit: true });
    const before = await digestOfRows(database.sql);
    const rows = [rowOf('nova'), ridici('Druhá')];
    const refused = await importRows(runner, rows);
    expect(refused).toMatchObject({ created: 1, rejected: 1, written: false });
    expect(refused.errors).toEqual([
      {
        line: 2,
        kind: 'tile',
        slug: 'ridici',
        path: '',
        code: 'ILLEGAL_TRANSITION',
        message: expect.stringContaining('Version 2 is IN_REVIEW'),
      },
    ]);
    expect(await digestOfRows(database.sql)).toBe(before);
    expect(await importRows(runner, rows, REJECT_BAD)).toMatchObject({ created: 1, rejected: 1, written: true });
    expect(await importRows(runner, [ridici('První')])).toMatchObject({ unchanged: 1, rejected: 0, written: true });
  });

  it('begin anew when all their versions were given up', async () => {
    await importRows(runner, [rowOf('nova')]);
    const [version] = await versionsOf('nova');
    const target = { versionId: version?.id as string, expectedRevision: 1 };
    await runCommand(runner, OPERATOR, discardVersion, target);
    expect(await exported(runner, { state: 'newest' })).not.toContain('"slug":"nova"');
    expect(await importRows(runner, [rowOf('nova')])).toMatchObject({ revised: 1, written: true });
    expect((await versionsOf('nova')).map(({ state }) => state)).toEqual(['DISCARDED', 'DRAFT']);
  });

  describe('and that change meanwhile', () => {
    it('write nothing when the database fails in the middle', async () => {
      const rows = Array.from({ length: 450 }, (_, index) => rowOf(`nova-${index}`));
      const before = await digestOfRows(database.sql);
      await database.sql.exec(`
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF (NEW."content"->'title'->>'cs') = 'nova-420' THEN RAISE 'no more'; END IF; RETURN NEW; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON "Version" FOR EACH ROW EXECUTE FUNCTION refuse();`);
      await expect(importRows(runner, rows)).rejects.toThrow('no more');
      expect(await digestOfRows(database.sql)).toBe(before);
      await database.sql.exec('DROP FUNCTION refuse CASCADE');
      expect(await importRows(runner, rows)).toMatchObject({ created: 450, written: true });
    });

    it.each(['reject-all', 'reject-bad-rows'] as const)(
      'write nothing (%s) when somebody creates one',
      async (policy) => {
        const source = between([rowOf('jina')], [rowOf('nova')], 2, async () => {
          await writeDrafts(runner, [{ kind: 'tile', slug: 'nova', content: { organization: await organization() } }]);
        });
        expect(await importFile(runner, source, { policy })).toMatchObject({
          written: false,
          errors: [{ line: 2, slug: 'nova', code: 'CONFLICT' }],
        });
        expect(await database.prisma.entry.count({ where: { slug: 'jina' } })).toBe(0);
      },
    );

    it('write nothing when somebody submits one', async () => {
      await importRows(runner, [ridici('První')]);
      const others = Array.from({ length: 199 }, (_, index) => rowOf(`nova-${index}`));
      // Rows are judged by the two hundred: the first ones have been when the last one comes.
      const source = between([...others, ridici('Druhá')], [rowOf('posledni')], 2, async () => {
        const version = await database.prisma.version.findFirstOrThrow({ where: { state: 'DRAFT' } });
        await runCommand(runner, OPERATOR, submitVersion, { versionId: version.id, expectedRevision: 3 });
      });
      expect(await importFile(runner, source)).toMatchObject({
        written: false,
        rejected: 1,
        errors: [{ line: 200, slug: 'ridici', code: 'ILLEGAL_TRANSITION' }],
      });
      expect(await database.prisma.entry.count({ where: { slug: { startsWith: 'nova-' } } })).toBe(0);
    });

    it('write nothing when the file changes', async () => {
      let openings = 0;
      const source = () => {
        openings += 1;
        return fileOf(jsonLines([rowOf('nova', title(openings < 3 ? 'První' : 'Druhá'))]))();
      };
      expect(await importFile(runner, source)).toMatchObject({
        written: false,
        errors: [{ line: 0, code: 'CONFLICT' }],
      });
      expect(await database.prisma.entry.count({ where: { slug: 'nova' } })).toBe(0);
    });
  });

  async function organization(): Promise<string> {
    return (await database.prisma.organization.findFirstOrThrow()).id;
  }
});

/** A file in two parts, with something that happens in between when it is read for the given time. */
function between(first: unknown[], second: unknown[], time: number, event: () => Promise<void>): RowSource {
  let openings = 0;
  return async function* () {
    openings += 1;
    yield Buffer.from(jsonLines(first));
    if (openings === time) await event();
    yield Buffer.from(jsonLines(second));
  };
}
