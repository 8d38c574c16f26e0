/** Rows of a bulk file: what a line says before anything is looked up. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { slug as slugSchema } from '../../kernel/fields.ts';
import { joined, type Message } from '../../kernel/message.ts';
import { check } from '../../kernel/validate.ts';
import { KIND_NAMES } from '../kinds/registry.ts';
import { FORMAT, type RowError, type RowErrorCode, rowError } from './format.ts';
import { type Line, readLines } from './lines.ts';
import { rule, say } from './messages.ts';

/** A line that was read. */
export interface Row {
  readonly line: number;
  /** Null when the line does not say one that there is. */
  readonly kind: string | null;
  /** Null when the line does not say one that an entry can have. */
  readonly slug: string | null;
  /** With symbolic references. */
  readonly content: object;
  readonly errors: readonly RowError[];
}

/** Opens the bytes of a file; what it answers is read to its end, and it is opened several times. */
export type RowSource = () => AsyncIterable<Uint8Array>;

/** Levels of lists and objects that a line may have; no kind's content has ten. */
const MAX_DEPTH = 32;

/** What is held at a time: so many rows, or as many as have so many characters. */
const BATCH_ROWS = 200;
const BATCH_LENGTH = 4_000_000;

const information = z.unknown().optional();
const envelope = z.strictObject({
  format: z.literal(FORMAT),
  kind: z.enum(KIND_NAMES, rule('must be one of {kinds}', { kinds: joined(KIND_NAMES) })),
  slug: z.string(rule('must be the slug of the entry, such as rp-zadost')).pipe(slugSchema),
  content: z.custom<object>(isRecord, rule("must be an object with the kind's fields")),
  state: information,
  version: information,
  publishedAt: information,
});

/** Reads the rows of a file in batches; answers the SHA-256 of its bytes. */
export async function* readBatches(source: RowSource): AsyncGenerator<Row[], string> {
  const digest = createHash('sha256');
  async function* bytes() {
    for await (const chunk of source()) {
      digest.update(chunk);
      yield chunk;
    }
  }
  let batch: Row[] = [];
  let length = 0;
  for await (const line of readLines(bytes())) {
    if (isBlank(line)) continue;
    batch.push(parseRow(line));
    length += line.text.length;
    if (batch.length < BATCH_ROWS && length < BATCH_LENGTH) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield batch;
  return digest.digest('hex');
}

const isBlank = ({ text, fault }: Line) => fault === null && /^[ \t\r]*$/.test(text);

/** What a line says, and what is wrong with its form. */
export function parseRow({ number: line, text, fault }: Line): Row {
  if (fault) return unreadable(line, fault.code, fault.message);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return unreadable(line, 'INVALID_JSON', say('must be JSON: {problem}', { problem: (error as Error).message }));
  }
  if (!isRecord(value)) return unreadable(line, 'INVALID_JSON', say('must be a JSON object'));
  if (isDeeper(value, MAX_DEPTH))
    return unreadable(line, 'INVALID_JSON', say('must have at most {max} levels', { max: MAX_DEPTH }));
  return rowOf(line, value);
}

function rowOf(line: number, value: Record<string, unknown>): Row {
  const kind = KIND_NAMES.find((name) => name === value['kind']) ?? null;
  const slug = slugSchema.safeParse(value['slug']).data ?? null;
  const row = { line, kind, slug, content: isRecord(value['content']) ? value['content'] : {} };
  if (value['format'] !== FORMAT) {
    return {
      ...row,
      errors: [rowError(row, 'UNKNOWN_FORMAT', say('must be {format}', { format: FORMAT }), ['format'])],
    };
  }
  const issues = check(envelope, value).issues;
  return {
    ...row,
    errors: issues.map(({ path, message }) => {
      return rowError(row, path[0] === 'kind' ? 'UNKNOWN_KIND' : 'INVALID_INPUT', message, path);
    }),
  };
}

function unreadable(line: number, code: RowErrorCode, message: Message): Row {
  const name = { line, kind: null, slug: null };
  return { ...name, content: {}, errors: [rowError(name, code, message)] };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}
