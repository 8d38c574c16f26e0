/** Brings the catalogue to a size for load work, with generated entries beside those of the seed. */
import { isDeepStrictEqual } from 'node:util';
import { approveVersions } from '../src/catalogue/commands/approveVersions.ts';
import { createEntries, type NewEntry } from '../src/catalogue/commands/createEntries.ts';
import { kindOf } from '../src/catalogue/kinds/registry.ts';
import { say } from '../src/catalogue/messages.ts';
import { type CommandRunner, runCommand } from '../src/journal/command.ts';
import { validate } from '../src/kernel/validate.ts';
import { OPERATOR, OPERATOR_APPROVER } from '../src/kernel/viewer.ts';
import { saveOrganization } from '../src/organizations/commands/saveOrganization.ts';
import type { Database } from '../src/platform/database.ts';
import { loadEntries, type ValidEntry } from './bulk.ts';
import { missingEntries } from './entries.ts';
import { resolved } from './files.ts';
import { BLOCK, generatedEntry, generatedOrganization, organizationsFor } from './generate.ts';
import { createProgress } from './progress.ts';
import { seed } from './seed.ts';

/** Generated entries up to this number go through the commands, those above it are loaded in bulk. */
const BY_COMMANDS = 10_000;
/** Of the entries loaded in bulk, one in so many is validated. */
const SAMPLE = 50;
/** Blocks that are in work at the same time, so that the database need not wait for the generator. */
const LANES = 3;

type Report = (message: string) => void;

/** How entries are to be written; for tests. */
export interface ScaleOptions {
  /** Entries above this number are loaded in bulk; whole blocks of 500 go one way or the other. */
  readonly byCommands?: number;
}

/**
 * Seeds, then adds whatever is missing of `count` generated entries and the organizations that go with them. An entry
 * that is there is left as it is, so that an interrupted run is continued by the next one.
 * @returns how many entries were added
 */
export async function seedScale(
  runner: CommandRunner,
  count: number,
  report: Report,
  { byCommands = BY_COMMANDS }: ScaleOptions = {},
): Promise<number> {
  await seed(runner, report);
  report(`Generating ${count.toLocaleString('en')} entries.`);
  await addOrganizations(runner, organizationsFor(count), report);
  const symbols = await referenceSymbols(runner.database);
  const progress = createProgress('entries', count, report);
  let done = 0;
  let added = 0;
  await inLanes(blocksUpTo(count), async ({ first, last }) => {
    const block = Array.from({ length: last - first + 1 }, (_, index) => generatedEntry(first + index));
    const entries = await missingEntries(runner.database, block, symbols);
    const write = last <= byCommands ? writeByCommands : writeInBulk;
    if (entries.length > 0) await write(runner, entries);
    added += entries.length;
    done += last - first + 1;
    progress(done);
  });
  // The planner would otherwise go by what it knew of the tables when they were small.
  await runner.database.$executeRaw`ANALYZE "Entry", "Version", "VersionLink", "LiveEntry", "Organization"`;
  return added;
}

function* blocksUpTo(count: number): Generator<{ first: number; last: number }> {
  for (let first = 1; first <= count; first += BLOCK) yield { first, last: Math.min(first + BLOCK - 1, count) };
}

async function addOrganizations(runner: CommandRunner, count: number, report: Report): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => generatedOrganization(index + 1));
  const symbols = await referenceSymbols(runner.database);
  const missing = rows.filter(({ slug }) => !symbols.has(`organization/${slug}`));
  const progress = createProgress('organizations', missing.length, report);
  let done = 0;
  await inLanes(missing, async (row) => {
    await runCommand(runner, OPERATOR, saveOrganization, resolved(row, symbols));
    done += 1;
    if (done < missing.length) progress(done);
  });
  report(`  organizations: ${missing.length} new, ${count - missing.length} there already`);
}

/** Does the work for every item, for some of them at the same time; after a failure no further one is begun. */
async function inLanes<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  // All lanes draw on one generator, which a lane that fails closes.
  const queue = (function* () {
    yield* items;
  })();
  const lanes = Array.from({ length: LANES }, async () => {
    for (const item of queue) await work(item);
  });
  const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Ids of the reference data by symbol. */
async function referenceSymbols({
  organization,
  category,
  territory,
}: Database): Promise<ReadonlyMap<string, unknown>> {
  const slugs = { select: { id: true, slug: true } } as const;
  const tables = {
    organization: await organization.findMany(slugs),
    category: await category.findMany(slugs),
    territory: await territory.findMany(slugs),
  };
  return new Map(
    Object.entries(tables).flatMap(([name, rows]) => rows.map(({ id, slug }) => [`${name}/${slug}`, id] as const)),
  );
}

async function writeByCommands(runner: CommandRunner, entries: readonly NewEntry[]): Promise<void> {
  const submitted = await runCommand(runner, OPERATOR, createEntries, entries);
  const versions = submitted.map(({ versionId, revision }) => ({ versionId, expectedRevision: revision }));
  await runCommand(runner, OPERATOR_APPROVER, approveVersions, { versions, publish: true });
}

async function writeInBulk(runner: CommandRunner, entries: readonly NewEntry[]): Promise<void> {
  entries.filter((_, index) => index % SAMPLE === 0).forEach(assertValid);
  await runCommand(runner, OPERATOR, loadEntries, entries as readonly ValidEntry[]);
}

/** Makes sure that validation would neither refuse nor change the content. */
function assertValid({ kind, slug, content }: NewEntry): void {
  const validated = validate(kindOf(kind).schema, content, say('The {kind} {slug}', { kind, slug }));
  if (!isDeepStrictEqual(validated, content)) throw new Error(`Validation would change the generated ${kind} ${slug}.`);
}
