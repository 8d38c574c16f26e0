/**
 * Imports a bulk file. It is read three times: for its names, to check every row, and to write what is good in one
 * transaction. Held are the names of its rows and a batch of them.
 */
import type { CommandRunner } from '../../journal/command.ts';
import { assertMay } from '../../kernel/permissions.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import { type FileIndex, indexFile, type Outcome } from './fileIndex.ts';
import { type RowError, rowError, WHOLE_FILE } from './format.ts';
import { type GoodRow, isBad, type JudgedRow, judge } from './judge.ts';
import { say } from './messages.ts';
import { type RowSource, readBatches } from './rows.ts';
import { Refusal, writeRows } from './writeRows.ts';

export const POLICIES = ['reject-all', 'reject-bad-rows'] as const;
/** What a bad row does: nothing is written, or everything but it. */
export type Policy = (typeof POLICIES)[number];

export interface ImportOptions {
  readonly policy: Policy;
  /** Checks everything and writes nothing. */
  readonly dryRun: boolean;
  /** Submits the drafts that are written for review. */
  readonly submit: boolean;
  /** Why, in the author's words. */
  readonly reason: string | null;
}

/** What an import tells while it runs. */
export interface ImportEvents {
  readonly error: (error: RowError) => void;
  /** `total` is null while the rows are being counted. */
  readonly progress: (phase: 'read' | 'checked' | 'written', rows: number, total: number | null) => void;
}

/** Rows by what became of them, or would have become of them when `written` is false. */
export interface ImportResult extends Readonly<Record<Outcome, number>> {
  readonly written: boolean;
}

/**
 * Imports the rows of `source` as drafts: new entries, and new versions of those that are there. All that is written is
 * written in one transaction.
 * @throws DomainError UNAUTHENTICATED, FORBIDDEN; what is wrong with rows is told to `events.error`
 */
export async function importEntries(
  runner: CommandRunner,
  viewer: Viewer,
  source: RowSource,
  options: ImportOptions,
  events: ImportEvents,
): Promise<ImportResult> {
  const { error, progress } = events;
  assertMay(viewer, 'entry.edit');
  if (options.submit) assertMay(viewer, 'entry.submit');
  const file = await indexFile(runner.database, source, (rows) => progress('read', rows, null));
  if (file.rows === 0) {
    error(rowError(WHOLE_FILE, 'EMPTY_FILE', say('The file has no rows.')));
    return { ...countsOf(file, 0), written: false };
  }
  const unusable = await checkRows(runner, source, file, options.policy, events);
  const counts = countsOf(file, unusable);
  const isRefused = counts.rejected > 0 && options.policy === 'reject-all';
  if (options.dryRun || isRefused) return { ...counts, written: false };
  if (counts.created + counts.revised === 0) return { ...counts, written: true };
  try {
    await writeRows(runner, viewer, source, file, options, (rows) => progress('written', rows, file.rows));
    return { ...countsOf(file, unusable), written: true };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    for (const one of refusal.errors) {
      error(one);
      const entry = file.firstOf(one.kind, one.slug);
      if (entry) entry.outcome = 'rejected';
    }
    return { ...countsOf(file, unusable), written: false };
  }
}

/** Checks every row; answers how many rows are the row of no entry. */
async function checkRows(
  { database }: CommandRunner,
  source: RowSource,
  file: FileIndex,
  policy: Policy,
  { error, progress }: ImportEvents,
): Promise<number> {
  let checked = 0;
  let unusable = 0;
  for await (const batch of readBatches(source)) {
    for (const judged of await judge(database, batch, file)) {
      if (isBad(judged)) judged.errors.forEach(error);
      if (!note(judged, file)) unusable += 1;
      if (policy === 'reject-bad-rows' && !isBad(judged)) noteReferences(judged, file);
    }
    checked += batch.length;
    progress('checked', checked, file.rows);
  }
  rejectDependents(file).forEach(error);
  return unusable;
}

/** Notes what becomes of a row; answers whether it is the row of an entry. */
function note(judged: JudgedRow, file: FileIndex): boolean {
  const entry = isBad(judged) ? file.entryOf(judged.row) : judged.entry;
  if (!entry) return false;
  entry.outcome = isBad(judged) ? 'rejected' : judged.outcome;
  return true;
}

/** Notes which rows cannot be written without a row. */
function noteReferences({ entry, mentions }: GoodRow, file: FileIndex): void {
  for (const { symbol, path } of mentions) if (file.get(symbol)?.isNew) file.depend(symbol, { entry, path });
}

/** Rejects rows that refer to new entries whose rows are rejected, and those that refer to them in turn. */
function rejectDependents(file: FileIndex): RowError[] {
  const errors: RowError[] = [];
  const rejected = [...file.entries()].filter(({ isNew, outcome }) => isNew && outcome === 'rejected');
  for (let target = rejected.pop(); target; target = rejected.pop()) {
    for (const { entry, path } of file.dependentsOf(target)) {
      const message = say('must not refer to the {kind} {slug}, which line {line} cannot create', target);
      errors.push(rowError(entry, 'REJECTED_REFERENCE', message, ['content', ...path]));
      if (entry.outcome === 'rejected') continue;
      entry.outcome = 'rejected';
      if (entry.isNew) rejected.push(entry);
    }
  }
  return errors.sort((one, other) => one.line - other.line);
}

function countsOf(file: FileIndex, unusable: number): Record<Outcome, number> {
  const counts = { created: 0, revised: 0, unchanged: 0, rejected: unusable };
  for (const { outcome } of file.entries()) if (outcome) counts[outcome] += 1;
  return counts;
}
