/** The seed: what it leaves in the catalogue, and that it can be run at any time. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seed } from '../../seed/seed.ts';
import { kindOf } from '../../src/catalogue/kinds/registry.ts';
import { type CommandRunner, runCommand } from '../../src/journal/command.ts';
import type { Viewer } from '../../src/kernel/viewer.ts';
import { saveOrganization } from '../../src/organizations/commands/saveOrganization.ts';
import { createTestDatabase, DATABASES, ONE_DATABASE, type TestDatabase } from '../testkit/databases.ts';
import { comparableRows, digestOfRows } from '../testkit/rows.ts';
import { forbidPublishing, runnerOn, silent } from '../testkit/seeding.ts';

/** A document of the collection that search is judged on. */
interface JudgedDocument {
  readonly id: string;
  readonly type: 'tile' | 'form' | 'cooperation' | 'requirement' | 'organization';
  readonly title: string;
  readonly titleEn: string;
}

const documents: JudgedDocument[] = readCollection('docs');
const judgments: Record<string, Record<string, number>> = readCollection('qrels');

const EDITOR: Viewer = { actor: 'editor', roles: new Set(['EDITOR']) };

describe.each(DATABASES)('The seed on %s', (kind) => {
  let database: TestDatabase;
  let runner: CommandRunner;

  beforeAll(async () => {
    database = await createTestDatabase(kind, { seeded: true });
    runner = runnerOn(database);
  });
  afterAll(() => database.drop());

  it('has every document that search is judged on, under its slug and titles', async () => {
    const titles = await publishedTitles(database);
    const expected = documents.map(({ id, type, title, titleEn }) => [nameOf(type, id), { cs: title, en: titleEn }]);
    expect(expected.map(([name]) => [name, titles.get(name as string)])).toEqual(expected);
  });

  it('has every entry and organization that a query is judged by', () => {
    const ids = new Set(documents.map(({ id }) => id));
    const judged = Object.values(judgments).flatMap(Object.keys);
    expect(judged.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('is published as a whole, with content that its kinds accept as it stands', async () => {
    const { entry, version, liveEntry } = database.prisma;
    expect(await liveEntry.count()).toBe(await entry.count());
    for (const { content, state, entry: of } of await version.findMany({ include: { entry: true } })) {
      expect(state, of.slug).toBe('PUBLISHED');
      expect(kindOf(of.kind).schema.parse(content), of.slug).toEqual(content);
    }
  });

  it('changes nothing when it is run again', async () => {
    const before = await digestOfRows(database.sql);
    await seed(runner, silent);
    expect(await digestOfRows(database.sql)).toBe(before);
  });

  it('leaves alone what has been edited since', async () => {
    const renamed = { slug: 'org-dia', name: { cs: 'Přejmenovaná agentura' }, kind: 'CENTRAL_AUTHORITY' };
    await runCommand(runner, EDITOR, saveOrganization, renamed);
    await database.prisma.liveEntry.updateMany({ where: { slug: 'ridici' }, data: { title: { cs: 'Nový název' } } });
    const edited = await digestOfRows(database.sql);
    await seed(runner, silent);
    expect(await digestOfRows(database.sql)).toBe(edited);
  });
});

describe.each(ONE_DATABASE)('A seeding on %s that was interrupted', (kind) => {
  let whole: Record<string, string[]>;
  let database: TestDatabase;
  let runner: CommandRunner;

  beforeAll(async () => {
    const seeded = await createTestDatabase(kind, { seeded: true });
    whole = await comparableRows(seeded.sql);
    await seeded.drop();
    database = await createTestDatabase(kind);
    runner = runnerOn(database);
  });
  afterAll(() => database.drop());

  it.each(['territories', 'categories', 'organizations'])(
    'once it had made the %s goes on from there',
    async (step) => {
      const interrupt = (message: string) => {
        if (message.includes(step)) throw new Error('interrupted');
      };
      await expect(seed(runner, interrupt)).rejects.toThrow('interrupted');
      expect(await database.prisma.entry.count()).toBe(0);
    },
  );

  it('once it had made drafts publishes them the next time, and then is as one that nothing has interrupted', async () => {
    const letPublish = await forbidPublishing(database);
    await expect(seed(runner, silent)).rejects.toThrow('no publishing now');
    const drafts = await database.prisma.version.count({ where: { state: 'IN_REVIEW' } });
    expect(drafts).toBe(await database.prisma.entry.count());
    expect(await database.prisma.liveEntry.count()).toBe(0);

    await letPublish();
    await seed(runner, silent);
    expect(await comparableRows(database.sql)).toEqual(whole);
  });
});

function readCollection<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../search/${name}.json`, import.meta.url), 'utf8'));
}

function nameOf(type: JudgedDocument['type'], slug: string): string {
  return `${type === 'cooperation' ? 'cooperationType' : type} ${slug}`;
}

/** Titles of live entries and names of organizations, in Czech and English. */
async function publishedTitles({ prisma }: TestDatabase): Promise<Map<string, unknown>> {
  const entries = await prisma.liveEntry.findMany({ select: { kind: true, slug: true, title: true } });
  const organizations = await prisma.organization.findMany({ select: { slug: true, name: true } });
  const named = [
    ...entries.map(({ kind, slug, title }) => [`${kind} ${slug}`, title] as const),
    ...organizations.map(({ slug, name }) => [`organization ${slug}`, name] as const),
  ];
  return new Map(
    named.map(([name, texts]) => {
      const { cs, en } = texts as { cs: string; en?: string };
      return [name, { cs, en }];
    }),
  );
}
