/** Writes the rows of a file that were found good. */
import type { ChangeTag } from '../../journal/changes.ts';
import { type Call, type CommandRunner, defineCommand, runWithin } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import type { Transaction } from '../../platform/database.ts';
import { writeFirstVersions } from '../commands/createEntries.ts';
import { reviseEntry } from '../commands/reviseEntry.ts';
import { assertTargetsExist } from '../references.ts';
import type { FileEntry, FileIndex } from './fileIndex.ts';
import { type RowError, type RowName, rowError, WHOLE_FILE } from './format.ts';
import { type GoodRow, isBad, judge } from './judge.ts';
import { say } from './messages.ts';
import { lockEntries } from './newestVersions.ts';
import { type Row, type RowSource, readBatches } from './rows.ts';

/** Something changed between checking and writing: nothing is written. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly errors: readonly RowError[];

  constructor(errors: readonly RowError[]) {
    super('The file or the catalogue has changed since the rows were checked.');
    this.errors = errors;
  }
}

/** How drafts are written. */
interface Writing {
  readonly submit: boolean;
  readonly reason: string | null;
}

/** Longest time in milliseconds that the transaction may take: six hours. */
const TIMEOUT = 6 * 3_600_000;
/** Entries created by a statement. */
const CREATED_AT_ONCE = 1_000;

/**
 * Writes the rows of the file that were not rejected, in one transaction.
 * @throws Refusal when a row cannot be written any more
 */
export async function writeRows(
  { database, clock, changes }: CommandRunner,
  viewer: Viewer,
  source: RowSource,
  file: FileIndex,
  writing: Writing,
  progress: (rows: number) => void,
): Promise<void> {
  const tags: ChangeTag[] = [];
  await database.$transaction(
    async (tx) => {
      // One request id, so that the audit log shows what came together.
      const requestId = `import:${newId()}`;
      const call: Call = { viewer, now: clock(), requestId, changed: (tag) => tags.push(tag) };
      await createEntryRows(tx, file, call.now);
      let done = 0;
      const batches = readBatches(source);
      for (let next = await batches.next(); ; next = await batches.next()) {
        if (next.done) return assertSameFile(file, next.value);
        await runWithin(tx, call, writeBatch, { rows: await goodRows(tx, next.value, file), ...writing });
        done += next.value.length;
        progress(done);
      }
    },
    { timeout: TIMEOUT, maxWait: TIMEOUT },
  );
  changes.announce(tags);
}

/** All new entries before any version, so that rows may refer to entries of later rows. */
async function createEntryRows(tx: Transaction, file: FileIndex, createdAt: Date): Promise<void> {
  const entries = [...file.entries()].filter(({ outcome }) => outcome === 'created');
  for (let first = 0; first < entries.length; first += CREATED_AT_ONCE) {
    const some = entries.slice(first, first + CREATED_AT_ONCE);
    const data = some.map(({ id, kind, slug }) => ({ id, kind, slug, createdAt }));
    const { count } = await tx.entry.createMany({ data, skipDuplicates: true });
    if (count < some.length) throw new Refusal(await takenNames(tx, some));
  }
}

async function takenNames(tx: Transaction, entries: readonly FileEntry[]): Promise<RowError[]> {
  const created = await tx.entry.findMany({
    where: { id: { in: entries.map(({ id }) => id) } },
    select: { id: true },
  });
  const ours = new Set(created.map(({ id }) => id));
  const taken = entries.filter(({ id }) => !ours.has(id));
  return taken.map((entry) => rowError(entry, 'CONFLICT', say('Somebody has just created it; import the file again.')));
}

/** Judges the rows again, now that nobody else can change their entries. */
async function goodRows(tx: Transaction, batch: readonly Row[], file: FileIndex): Promise<GoodRow[]> {
  const rows = batch.filter((row) => (file.entryOf(row)?.outcome ?? 'rejected') !== 'rejected');
  await lockEntries(
    tx,
    rows.flatMap((row) => file.entryOf(row)?.id ?? []),
  );
  const judged = await judge(tx, rows, file);
  const errors = judged.flatMap((one) => (isBad(one) ? one.errors : []));
  if (errors.length > 0) throw new Refusal(errors);
  return judged.filter((one): one is GoodRow => !isBad(one));
}

const writeBatch = defineCommand({
  name: 'importEntries',
  action: 'entry.edit',
  async run(context, { rows, submit, reason }: Writing & { rows: readonly GoodRow[] }): Promise<void> {
    const created = rows.filter(({ outcome }) => outcome === 'created');
    const begun = created.map(({ entry: { id, kind, slug }, checked }) => {
      return { id, kind, slug, ...checked, submit, reason };
    });
    await refusing(WHOLE_FILE, assertTargetsExist(context.tx, begun));
    await refusing(WHOLE_FILE, writeFirstVersions(context, begun));
    for (const { entry, outcome, checked, revision } of rows) {
      entry.outcome = outcome;
      if (outcome !== 'revised') continue;
      const { content } = checked;
      const { id: entryId, kind } = entry;
      const change = { entryId, expectedRevision: revision, content, kind, submit, reason };
      await refusing(entry, reviseEntry.run(context, change));
    }
  },
});

/** Makes what a command refuses an error of the row. */
async function refusing(name: RowName, written: Promise<unknown>): Promise<void> {
  try {
    await written;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new Refusal([rowError(name, error.code, error.said)]);
  }
}

function assertSameFile({ digest }: FileIndex, read: string): void {
  if (digest === read) return;
  throw new Refusal([
    rowError(WHOLE_FILE, 'CONFLICT', say('The file was changed while it was imported; import it again.')),
  ]);
}
