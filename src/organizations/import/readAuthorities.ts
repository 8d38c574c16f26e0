/** Reads public authorities from a file, CSV or JSON, one after another. */
import { parse } from 'csv-parse';
import type { Issue } from '../../kernel/errors.ts';
import { type Message, verbatim } from '../../kernel/message.ts';
import { check } from '../../kernel/validate.ts';
import { say } from '../messages.ts';
import { type Authority, authorityItem } from './authority.ts';
import { ItemTooLong, itemsIn, LIST, WrongJson } from './authorityList.ts';

export const AUTHORITY_FORMATS = ['csv', 'json'] as const;
export type AuthorityFormat = (typeof AUTHORITY_FORMATS)[number];

/** One thing that is wrong. */
export interface Problem {
  /** Line of a CSV file, from 1; 0 for a JSON file, whose path tells the place. */
  readonly line: number;
  readonly path: readonly (string | number)[];
  readonly message: Message;
}

/** An authority with its place, or what is wrong with it. */
export type AuthorityRow =
  | { readonly authority: Authority; readonly line: number; readonly path: Problem['path'] }
  | {
      readonly authority: null;
      readonly problems: readonly Problem[];
      /** Whether the file could not be read any further: then rows before it may be missing too. */
      readonly isEnd?: boolean;
    };

/** Characters of an item of JSON at the most. */
const MAX_ITEM = 1_000_000;
/** Characters of a CSV record at the most. */
const MAX_RECORD = 100_000;

/** Columns of a CSV file, without diacritics: each is a field of the register's open data. */
const COLUMNS = {
  identifikator: 'identifikátor',
  nazev: 'název',
  ico: 'ičo',
  'datova-schranka': 'datová-schránka',
  'pravni-forma': 'právní-forma',
  kategorie: 'kategorie',
} as const;
const REQUIRED = ['identifikator', 'nazev'] as const;

/** The rows of a file; whatever keeps it from being read further is the last one. */
export async function* readAuthorities(
  chunks: AsyncIterable<Uint8Array>,
  format: AuthorityFormat,
): AsyncGenerator<AuthorityRow> {
  try {
    yield* format === 'csv' ? readCsv(decoded(chunks)) : readJson(decoded(chunks));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    yield { authority: null, problems: [error.problem], isEnd: true };
  }
}

class Unreadable extends Error {
  readonly problem: Problem;
  constructor(message: Message, line = 0, path: Problem['path'] = []) {
    super(message('en'));
    this.problem = { line, path, message };
  }
}

/** Text of UTF-8, without its byte order mark. */
async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new Unreadable(say('must be UTF-8, not Windows-1250 or the like'));
    throw error;
  }
}

async function* readJson(texts: AsyncIterable<string>): AsyncGenerator<AuthorityRow> {
  let index = 0;
  try {
    for await (const item of itemsIn(texts, MAX_ITEM)) {
      const place = index++;
      yield toRow(item, 0, (path) => [LIST, place, ...path]);
    }
  } catch (error) {
    if (error instanceof ItemTooLong)
      throw new Unreadable(say('must have at most {max} characters', { max: MAX_ITEM }), 0, [LIST, index]);
    if (!(error instanceof WrongJson)) throw error;
    if (error.problem !== null)
      throw new Unreadable(say('must be JSON: {problem}', { problem: verbatim(error.problem) }));
    throw new Unreadable(say('must be an object with the public authorities in the list {field}', { field: LIST }));
  }
}

/** A record of csv-parse with the place where it ends. */
interface CsvRecord {
  readonly record: Record<string, string>;
  readonly info: { readonly lines: number; readonly error?: Error };
}

async function* readCsv(texts: AsyncIterable<string>): AsyncGenerator<AuthorityRow> {
  const { head, rest } = await withHead(texts);
  const parser = parse({
    delimiter: delimiterOf(head),
    columns: (names: string[]) => columnsOf(names),
    info: true,
    // Told of each row in `info`, in the place of ending the file.
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: MAX_RECORD,
  });
  const feeding = feed(parser, rest);
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      if (info.error) {
        const message = say('must have as many cells as the first row has names');
        yield { authority: null, problems: [{ line: info.lines, path: [], message }] };
        continue;
      }
      yield toRow(toItem(record), info.lines, ([field = '']) => [
        field === 'datové-schránky' ? 'datová-schránka' : field,
      ]);
    }
    await feeding;
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    const { code, lines, message } = error as { code?: string; lines?: number; message: string };
    if (!code?.startsWith('CSV_')) throw error;
    throw new Unreadable(say('must be a record of CSV: {problem}', { problem: verbatim(message) }), lines ?? 0);
  }
}

/** Writes the texts into the parser as fast as it takes them; what goes wrong on the way is what the parser tells. */
async function feed(parser: ReturnType<typeof parse>, texts: AsyncIterable<string>): Promise<void> {
  try {
    for await (const text of texts) {
      if (!parser.write(text)) await new Promise((resolve) => parser.once('drain', resolve).once('close', resolve));
      if (parser.destroyed) return;
    }
    parser.end();
  } catch (error) {
    parser.destroy(error as Error);
  }
}

/** The first line, and all of the texts. */
async function withHead(texts: AsyncIterable<string>): Promise<{ head: string; rest: AsyncIterable<string> }> {
  const iterator = texts[Symbol.asyncIterator]();
  let start = '';
  while (!start.includes('\n') && start.length < MAX_RECORD) {
    const { value, done } = await iterator.next();
    if (done) break;
    start += value;
  }
  async function* all(): AsyncGenerator<string> {
    yield start;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head: start.split('\n')[0] ?? '', rest: all() };
}

/** Czech spreadsheets write semicolons. */
function delimiterOf(head: string): string {
  const counts = [';', ',', '\t'].map((delimiter) => [delimiter, head.split(delimiter).length] as const);
  return counts.toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? ';';
}

function columnsOf(names: string[]): string[] {
  const columns = names.map((name) =>
    name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .trim()
      .replace(/[\s_]+/g, '-'),
  );
  const unknown = columns.filter((column) => !Object.hasOwn(COLUMNS, column));
  const missing = REQUIRED.filter((column) => !columns.includes(column));
  if (unknown.length === 0 && missing.length === 0 && new Set(columns).size === columns.length) return columns;
  const known = Object.values(COLUMNS).join(', ');
  const needed = REQUIRED.map((column) => COLUMNS[column]).join(', ');
  throw new Unreadable(
    say('must name columns among {known}, each once, {needed} being required', { known, needed }),
    1,
  );
}

/** A record as an item of the register's JSON. */
function toItem(record: Record<string, string>): object {
  const box = record['datova-schranka'];
  return {
    identifikátor: record['identifikator'],
    název: { cs: record['nazev'] },
    ičo: record['ico'],
    'datové-schránky': box ? [{ 'identifikátor-ds': box }] : [],
    'právní-forma': record['pravni-forma'],
    kategorie: record['kategorie']?.split(/[\s,;|]+/).filter(Boolean),
  };
}

function toRow(item: unknown, line: number, place: (path: Issue['path']) => Problem['path']): AuthorityRow {
  const { data, issues } = check(authorityItem, item);
  if (data) return { authority: data, line, path: place([]).filter((part) => part !== '') };
  return { authority: null, problems: issues.map(({ path, message }) => ({ line, path: place(path), message })) };
}
