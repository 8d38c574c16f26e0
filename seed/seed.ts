/**
 * Fills the catalogue with the brochure's content and the demonstration catalogue, through the commands. What is there
 * already is left as it is, so that it can be run again at any time.
 */
import { approveVersions } from '../src/catalogue/commands/approveVersions.ts';
import { createEntries } from '../src/catalogue/commands/createEntries.ts';
import type { VersionTarget } from '../src/catalogue/commands/steps.ts';
import { type CommandRunner, runCommand } from '../src/journal/command.ts';
import { OPERATOR, OPERATOR_APPROVER } from '../src/kernel/viewer.ts';
import { saveCategory } from '../src/organizations/commands/saveCategory.ts';
import { saveOrganization } from '../src/organizations/commands/saveOrganization.ts';
import { saveTerritory } from '../src/organizations/commands/saveTerritory.ts';
import type { Database } from '../src/platform/database.ts';
import { missingEntries } from './entries.ts';
import { readSeed, resolved, type SeedFile } from './files.ts';

type Report = (message: string) => void;

/** Whether the catalogue has nothing to show. */
export async function isEmpty(database: Database): Promise<boolean> {
  return (await database.liveEntry.findFirst({ select: { id: true } })) === null;
}

/** Files of entries, by kind. */
const ENTRY_FILES = [
  'requirement',
  'cooperationType',
  'page',
  'tile',
  'form',
  'dataView',
  'synonym',
] as const satisfies SeedFile[];

/** Creates whatever of the seed is missing, and publishes it. */
export async function seed(runner: CommandRunner, report: Report): Promise<void> {
  const symbols = new Map<string, unknown>(readSeed('documents').map(({ slug, title }) => [`document/${slug}`, title]));
  report('Seeding the catalogue.');
  await seedReferenceData(runner, symbols, report);
  await seedEntries(runner, symbols, report);
}

async function seedReferenceData(runner: CommandRunner, symbols: Map<string, unknown>, report: Report): Promise<void> {
  const { territory, category, organization } = runner.database;
  const slugs = { select: { id: true, slug: true } } as const;
  const tables = [
    { file: 'territories', name: 'territory', command: saveTerritory, present: await territory.findMany(slugs) },
    { file: 'categories', name: 'category', command: saveCategory, present: await category.findMany(slugs) },
    {
      file: 'organizations',
      name: 'organization',
      command: saveOrganization,
      present: await organization.findMany(slugs),
    },
  ] as const;
  for (const { file, name, command, present } of tables) {
    for (const { id, slug } of present) symbols.set(`${name}/${slug}`, id);
    const rows = readSeed(file);
    const missing = rows.filter(({ slug }) => !symbols.has(`${name}/${slug}`));
    for (const row of missing) {
      symbols.set(`${name}/${row.slug}`, await runCommand(runner, OPERATOR, command, resolved(row, symbols)));
    }
    report(`  ${file}: ${missing.length} new, ${rows.length - missing.length} there already`);
  }
}

async function seedEntries(
  runner: CommandRunner,
  symbols: ReadonlyMap<string, unknown>,
  report: Report,
): Promise<void> {
  const entries = ENTRY_FILES.flatMap((kind) =>
    readSeed(kind).map((row) => ({ kind, slug: row.slug, row: () => row })),
  );
  const missing = await missingEntries(runner.database, entries, symbols);
  await runCommand(runner, OPERATOR, createEntries, missing);
  const versions = await waitingVersions(runner.database);
  await runCommand(runner, OPERATOR_APPROVER, approveVersions, { versions, publish: true });
  const present = entries.length - missing.length;
  report(`  entries: ${missing.length} new, ${present} there already, ${versions.length} published`);
}

/** Versions of the seed that wait for approval, also those that an interrupted run left behind. */
async function waitingVersions(database: Database): Promise<VersionTarget[]> {
  const where = { state: 'IN_REVIEW', number: 1, author: OPERATOR.actor };
  const select = { id: true, entry: { select: { revision: true } } } as const;
  const versions = await database.version.findMany({ where, select });
  return versions.map(({ id, entry }) => ({ versionId: id, expectedRevision: entry.revision }));
}
