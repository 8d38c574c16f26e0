/** Bulk files on each database: what an import writes, what it refuses, and that nothing is lost on the way. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importEntries } from '../../src/catalogue/bulk/importEntries.ts';
import type { CommandRunner } from '../../src/journal/command.ts';
import { ANONYMOUS, OPERATOR } from '../../src/kernel/viewer.ts';
import {
  copyReferenceData,
  differingLines,
  exported,
  fileOf,
  importFile,
  importRows,
  publishAll,
  rowOf,
} from '../testkit/bulk.ts';
import { createTestDatabase, DATABASES, ONE_DATABASE, type TestDatabase } from '../testkit/databases.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { runnerOn } from '../testkit/seeding.ts';

const REJECT_BAD = { policy: 'reject-bad-rows' } as const;

describe.each(DATABASES)('Bulk files on %s', (kind) => {
  let seeded: TestDatabase;
  let database: TestDatabase;
  let source: CommandRunner;
  let runner: CommandRunner;

  describe.runIf(ONE_DATABASE.includes(kind))('with the whole catalogue', () => {
    let file: string;

    beforeAll(async () => {
      seeded = await createTestDatabase(kind, { seeded: true });
      source = runnerOn(seeded);
      database = await createTestDatabase(kind);
      const { publishedAt } = await seeded.prisma.liveEntry.findFirstOrThrow();
      runner = { ...runnerOn(database), clock: () => publishedAt };
      await copyReferenceData(seeded, database);
      file = await exported(source);
    });
    afterAll(async () => {
      await database.drop();
      await seeded.drop();
    });

    it('have a line for each entry, ordered by kind and slug, without an id', async () => {
      const names = file
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { kind: string; slug: string });
      expect(names).toHaveLength(await seeded.prisma.liveEntry.count());
      const keys = names.map((name) => `${name.kind} ${name.slug}`);
      expect(keys).toEqual([...keys].sort());
      expect(file).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    });

    it('say on trial what they would do, and write nothing', async () => {
      const before = await digestOfRows(database.sql);
      const { errors, ...result } = await importFile(runner, fileOf(file), { dryRun: true, submit: true });
      expect(errors).toEqual([]);
      const count = await seeded.prisma.liveEntry.count();
      expect(result).toEqual({ created: count, revised: 0, unchanged: 0, rejected: 0, written: false });
      expect(await digestOfRows(database.sql)).toBe(before);
    });

    it('come out elsewhere as they went in, byte for byte', async () => {
      const { created, errors } = await importFile(runner, fileOf(file), { submit: true, reason: 'Stěhování' });
      expect({ created, errors }).toEqual({ created: await seeded.prisma.liveEntry.count(), errors: [] });
      const options = { state: 'newest', bare: true } as const;
      const bare = await exported(source, { bare: true });
      expect(differingLines(await exported(runner, options), bare)).toEqual([]);
      expect(await exported(runner)).toBe('');
      await publishAll(runner);
      expect(differingLines(await exported(runner), file)).toEqual([]);
      expect(differingLines(await exported(runner, { state: 'newest' }), file)).toEqual([]);
    });

    it('change nothing when they are imported again', async () => {
      const before = await digestOfRows(database.sql);
      const result = await importFile(runner, fileOf(file), { submit: true });
      const count = await seeded.prisma.liveEntry.count();
      expect(result).toMatchObject({ created: 0, revised: 0, unchanged: count, rejected: 0, errors: [] });
      expect(await digestOfRows(database.sql)).toBe(before);
    });

    it('can be of some kinds alone', async () => {
      const some = await exported(source, { kinds: ['tile', 'page'] });
      expect(some).toBe(file.match(/^.*"kind":"(page|tile)".*\n/gm)?.join(''));
    });

    it('leave the same traces as the commands: links and a record of every step', async () => {
      const { prisma } = database;
      expect(await prisma.versionLink.count()).toBe(await seeded.prisma.versionLink.count());
      const actions = (one: TestDatabase) =>
        one.prisma.auditRecord.groupBy({
          by: ['action'],
          where: { objectType: 'entry' },
          _count: true,
          orderBy: { action: 'asc' },
        });
      expect(await actions(database)).toEqual(await actions(seeded));
      const requests = await prisma.auditRecord.groupBy({ by: ['requestId'], where: { action: 'entry.create' } });
      expect(requests).toEqual([{ requestId: expect.stringMatching(/^import:/) }]);
      expect(await prisma.version.findFirst()).toMatchObject({ author: OPERATOR.actor, reason: 'Stěhování' });
    });
  });

  describe('with new entries', () => {
    const cyclic = [
      rowOf('a', { related: ['@entry/tile/b', '@entry/tile/c'] }),
      rowOf('b', { related: ['@entry/tile/a'] }),
      rowOf('c', { related: ['@entry/tile/c', '@entry/form/rp-zadost'] }),
    ];
    const bad = rowOf('d', { related: ['@entry/tile/e'], accentColour: 'red' });
    const dependent = rowOf('e', { related: ['@entry/tile/d'] });
    const remote = rowOf('f', { related: ['@entry/tile/a', '@entry/tile/e'] });
    let before: string;

    beforeEach(async () => {
      database = await createTestDatabase(kind, { seeded: true });
      runner = runnerOn(database);
      before = await digestOfRows(database.sql);
      return () => database.drop();
    });

    it('create drafts that refer to each other', async () => {
      expect(await importRows(runner, cyclic)).toMatchObject({ created: 3, written: true, errors: [] });
      const drafts = await database.prisma.version.findMany({ where: { state: 'DRAFT' }, include: { entry: true } });
      const ids = new Map(drafts.map(({ entry }) => [entry.slug, entry.id]));
      const related = drafts.map(({ entry, content }) => [entry.slug, (content as { related: string[] }).related]);
      expect(Object.fromEntries(related)).toMatchObject({ a: [ids.get('b'), ids.get('c')], b: [ids.get('a')] });
      const newest = await exported(runner, { state: 'newest', bare: true });
      expect(newest.trimEnd().split('\n')).toHaveLength(await database.prisma.entry.count());
      expect(await importFile(runner, fileOf(newest))).toMatchObject({ created: 0, revised: 0, rejected: 0 });
    });

    it('write nothing when a row is bad, and list every error', async () => {
      const unknown = rowOf('g', { categories: ['@category/x', '@category/doprava', '@category/y'] });
      const result = await importRows(runner, [...cyclic, bad, dependent, 'text', unknown, cyclic[0]]);
      expect(result).toMatchObject({ created: 4, rejected: 4, written: false });
      expect(result.errors.map(({ line, slug, path, code }) => [line, slug, path, code])).toEqual([
        [4, 'd', 'content.accentColour', 'INVALID_INPUT'],
        [6, null, '', 'INVALID_JSON'],
        [7, 'g', 'content.categories.0', 'UNKNOWN_REFERENCE'],
        [7, 'g', 'content.categories.2', 'UNKNOWN_REFERENCE'],
        [8, 'a', 'slug', 'DUPLICATE'],
      ]);
      expect(await digestOfRows(database.sql)).toBe(before);
    });

    it('write the good rows when they are asked to, but none that refers to a bad one', async () => {
      const result = await importRows(runner, [remote, ...cyclic, bad, dependent], REJECT_BAD);
      expect(result).toMatchObject({ created: 3, rejected: 3, written: true });
      expect(result.errors.map(({ line, slug, code }) => [line, slug, code])).toEqual([
        [5, 'd', 'INVALID_INPUT'],
        [1, 'f', 'REJECTED_REFERENCE'],
        [6, 'e', 'REJECTED_REFERENCE'],
      ]);
      const drafts = await database.prisma.version.findMany({ where: { state: 'DRAFT' }, include: { entry: true } });
      expect(drafts.map(({ entry }) => entry.slug).sort()).toEqual(['a', 'b', 'c']);
      expect(await database.prisma.entry.count({ where: { slug: { in: ['d', 'e', 'f'] } } })).toBe(0);
    });

    it('say that a file without rows is empty', async () => {
      const { errors, written } = await importFile(runner, fileOf('\n'), REJECT_BAD);
      expect({ written, codes: errors.map(({ line, code }) => [line, code]) }).toEqual({
        written: false,
        codes: [[0, 'EMPTY_FILE']],
      });
    });

    it('are for editors alone', async () => {
      const options = { policy: 'reject-all', dryRun: true, submit: false, reason: null } as const;
      const events = { error: () => undefined, progress: () => undefined };
      const refused = importEntries(runner, ANONYMOUS, fileOf(''), options, events);
      await expect(refused).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    });
  });
});
