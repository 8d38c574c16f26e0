/** Puts the bench's catalogue into a database, by the commands, beside the brochure that matrix and assessment need. */
import { pino } from 'pino';
import { loadEntries, type ValidEntry } from '../../seed/bulk.ts';
import { createProgress } from '../../seed/progress.ts';
import { seed } from '../../seed/seed.ts';
import { createEntries, type NewEntry } from '../../src/catalogue/commands/createEntries.ts';
import { tileContent } from '../../src/catalogue/kinds/tile/content.ts';
import { Changes } from '../../src/journal/changes.ts';
import { type CommandRunner, runCommand } from '../../src/journal/command.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { OPERATOR } from '../../src/kernel/viewer.ts';
import { saveCategory } from '../../src/organizations/commands/saveCategory.ts';
import { saveOrganization } from '../../src/organizations/commands/saveOrganization.ts';
import type { OpenDatabase } from '../../src/platform/database.ts';
import { openMigratedDatabase } from '../../src/platform/migratedDatabase.ts';
import { withdraw } from '../testkit/content.ts';
import { signIn } from '../testkit/signIn.ts';
import type { BenchCatalogue, BenchTile } from './catalogue.ts';

type Report = (message: string) => void;

/** Where a database is: as the service is told. */
export interface Place {
  readonly DATABASE_URL: string | undefined;
  readonly DATA_DIR: string;
}

/** What mutations of the bench need: ids to refer to, and the sessions of two people. */
export interface Desk {
  readonly organization: string;
  readonly categories: readonly string[];
  readonly editor: Readonly<Record<string, string>>;
  readonly approver: Readonly<Record<string, string>>;
}

/** Tiles written by one statement. */
const BLOCK = 500;

/** Brings the database up to date, fills it unless it is filled, and signs the editors in. */
export async function prepare(place: Place, catalogue: BenchCatalogue, report: Report): Promise<Desk> {
  const log = pino({ level: 'warn' }, pino.destination(2));
  const database = await openMigratedDatabase(place, log, () => undefined);
  try {
    const runner = { database: database.prisma, clock: systemClock, changes: new Changes() };
    const published = catalogue.tiles.filter(({ isPublished }) => isPublished).length;
    const live = await database.prisma.liveEntry.count({ where: { kind: 'tile', NOT: ofBench } });
    if (live !== published) await fill(runner, catalogue, report);
    await analyse(database);
    return await desk(runner, catalogue);
  } finally {
    await database.close();
  }
}

/** What the case of writing has left behind; readers' cases do not ask for it. */
const ofBench = { slug: { startsWith: 'm1-' } };

async function fill(runner: CommandRunner, catalogue: BenchCatalogue, report: Report): Promise<void> {
  const organizations: string[] = [];
  const categories: string[] = [];
  for (const { slug, name } of catalogue.categories) {
    categories.push(await runCommand(runner, OPERATOR, saveCategory, { slug, name: { cs: name } }));
  }
  const progress = createProgress('organizations', catalogue.organizations.length, report);
  for (const { slug, name, kind } of catalogue.organizations) {
    organizations.push(await runCommand(runner, OPERATOR, saveOrganization, { slug, name: { cs: name }, kind }));
    progress(organizations.length);
  }
  await seed(runner, () => undefined);
  const others = await runner.database.liveEntry.findMany({ where: { kind: 'tile' }, select: { id: true } });
  await withdraw(
    runner,
    others.map(({ id }) => id),
  );
  const entries = catalogue.tiles.map((tile) => ({ tile, entry: entryOf(tile, organizations, categories) }));
  await inBlocks(
    entries.filter(({ tile }) => tile.isPublished),
    'published tiles',
    report,
    (block) => runCommand(runner, OPERATOR, loadEntries, block as ValidEntry[]),
  );
  await inBlocks(
    entries.filter(({ tile }) => !tile.isPublished),
    'drafts',
    report,
    (block) => runCommand(runner, OPERATOR, createEntries, block),
  );
}

async function inBlocks(
  items: readonly { readonly entry: NewEntry }[],
  what: string,
  report: Report,
  write: (block: NewEntry[]) => Promise<unknown>,
): Promise<void> {
  const progress = createProgress(what, items.length, report);
  for (let at = 0; at < items.length; at += BLOCK) {
    await write(items.slice(at, at + BLOCK).map(({ entry }) => entry));
    progress(Math.min(at + BLOCK, items.length));
  }
}

/** The first sentence is the short text, the whole description the long one. */
function entryOf(tile: BenchTile, organizations: readonly string[], categories: readonly string[]): NewEntry {
  const content = tileContent.parse({
    title: { cs: tile.title },
    shortText: { cs: tile.description.match(/^[^.]{0,299}\.?/)?.[0] },
    longText: { cs: tile.description },
    organization: organizations[tile.organization],
    categories: tile.categories.map((at) => categories[at]),
    targetUrl: tile.url,
  });
  return { kind: 'tile', slug: tile.slug, content };
}

async function analyse({ prisma }: OpenDatabase): Promise<void> {
  await prisma.$executeRaw`ANALYZE`;
}

async function desk(runner: CommandRunner, { organizations, categories }: BenchCatalogue): Promise<Desk> {
  const { organization, category } = runner.database;
  const idOf = ({ id }: { id: string }) => id;
  const wanted = categories.slice(9, 11).map(({ slug }) => slug);
  return {
    organization: idOf(await organization.findUniqueOrThrow({ where: { slug: organizations[2]?.slug ?? '' } })),
    categories: (await category.findMany({ where: { slug: { in: wanted } } })).map(idOf),
    editor: (await signIn(runner, { subject: 'bench-editor', roles: ['EDITOR'] })).headers,
    approver: (await signIn(runner, { subject: 'bench-approver', roles: ['APPROVER'] })).headers,
  };
}
