/** Says what is to become of rows, by the file and the catalogue as they are. */
import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '../../kernel/errors.ts';
import type { Transaction } from '../../platform/database.ts';
import type { CheckedContent } from '../commands/draft.ts';
import { assertCanRevise } from '../commands/reviseEntry.ts';
import { type CheckedRow, checkRow, mentionsIn } from './checkRow.ts';
import type { FileEntry, FileIndex } from './fileIndex.ts';
import { type RowError, rowError } from './format.ts';
import { say } from './messages.ts';
import { type NewestVersion, newestVersions } from './newestVersions.ts';
import type { Row } from './rows.ts';

/** A row that can be written. */
export interface GoodRow {
  readonly entry: FileEntry;
  readonly outcome: 'created' | 'revised' | 'unchanged';
  readonly checked: CheckedContent;
  /** Revision of the entry; 0 when it is to be created. */
  readonly revision: number;
  readonly mentions: CheckedRow['mentions'];
}

/** A row that cannot be written. */
export interface BadRow {
  readonly row: Row;
  readonly errors: readonly RowError[];
}

export type JudgedRow = GoodRow | BadRow;

export function isBad(judged: JudgedRow): judged is BadRow {
  return 'errors' in judged;
}

/** Judges rows, in their order; the statements do not grow with their number. */
export async function judge(tx: Transaction, rows: readonly Row[], file: FileIndex): Promise<JudgedRow[]> {
  await file.targets.load(
    tx,
    rows.flatMap(({ content }) => mentionsIn(content).map(({ symbol }) => symbol)),
  );
  const present = rows.flatMap((row) => file.entryOf(row) ?? []).filter(({ isNew }) => !isNew);
  const ids = present.map(({ id }) => id);
  const newest = new Map((await newestVersions(tx, ids)).map((version) => [version.entryId, version]));
  return rows.map((row) => judgeRow(row, file, newest));
}

function judgeRow(row: Row, file: FileIndex, newest: ReadonlyMap<string, NewestVersion>): JudgedRow {
  const { kind, slug } = row;
  if (kind === null || slug === null) return { row, errors: row.errors };
  const { checked, mentions, errors } = checkRow({ ...row, kind, slug }, file.targets);
  const entry = file.entryOf(row);
  const all = [...row.errors, ...(entry ? [] : [duplicate(row, file)]), ...errorsOfContent(row, errors)];
  if (all.length > 0 || !entry || !checked) return { row, errors: all };
  const version = newest.get(entry.id);
  const good = { entry, checked, mentions, revision: version?.revision ?? 0 };
  if (!version) return { ...good, outcome: 'created' };
  if (saysTheSame(version, checked)) return { ...good, outcome: 'unchanged' };
  const refusal = refusalOf(row, version);
  return refusal ? { row, errors: [refusal] } : { ...good, outcome: 'revised' };
}

function saysTheSame({ state, content }: NewestVersion, checked: CheckedContent): boolean {
  return state !== 'DISCARDED' && isDeepStrictEqual(content, checked.content);
}

/** A line whose content is no object says nothing of its fields. */
function errorsOfContent(row: Row, errors: readonly RowError[]): readonly RowError[] {
  return row.errors.some(({ path, code }) => path === 'content' || code === 'UNKNOWN_FORMAT') ? [] : errors;
}

function duplicate(row: Row, file: FileIndex): RowError {
  const line = file.firstOf(row.kind, row.slug)?.line ?? 0;
  const message = say('must be the only row of its name, but line {line} has it too', { line });
  return rowError(row, 'DUPLICATE', message, ['slug']);
}

function refusalOf(row: Row, version: NewestVersion): RowError | null {
  try {
    assertCanRevise(version);
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return rowError(row, 'ILLEGAL_TRANSITION', error.said);
  }
}
