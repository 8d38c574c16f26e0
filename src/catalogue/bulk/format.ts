/** What a bulk file is: JSON Lines in UTF-8, an entry a line, references by slug; see symbols.ts. */
import type { ErrorCode } from '../../kernel/errors.ts';
import type { Message } from '../../kernel/message.ts';

/** Name and version of the format; every line says it. */
export const FORMAT = 'rozcestnik-entry/1';

/** Bytes of a line at the most, as of a request; see http/requestBody.ts. */
export const MAX_LINE = 1_000_000;

/** Where in a value something stands. */
export type Path = readonly (string | number)[];

/** Stable codes of what can be wrong with a row: those of the commands, and those that only a file can have. */
export type RowErrorCode =
  | ErrorCode
  | 'EMPTY_FILE'
  | 'BYTE_ORDER_MARK'
  | 'LINE_TOO_LONG'
  | 'INVALID_UTF8'
  | 'INVALID_JSON'
  | 'UNKNOWN_FORMAT'
  | 'UNKNOWN_KIND'
  | 'DUPLICATE'
  | 'UNKNOWN_REFERENCE'
  | 'REJECTED_REFERENCE';

/** One thing that is wrong with a row. */
export interface RowError {
  /** Number of the line, from 1; 0 for the file as a whole. */
  readonly line: number;
  /** Null when the line does not say one that can be used. */
  readonly kind: string | null;
  readonly slug: string | null;
  /** Where in the line, such as `content.title.cs`; empty for the line as a whole. */
  readonly path: string;
  readonly code: RowErrorCode;
  readonly message: Message;
}

/** The row that an error is about. */
export type RowName = Pick<RowError, 'line' | 'kind' | 'slug'>;

/** The name of what is wrong with a file as a whole. */
export const WHOLE_FILE: RowName = { line: 0, kind: null, slug: null };

/** Longest message and path: they may repeat what a file says. */
const MAX_WORDS = 500;

/** An error of a row. */
export function rowError(name: RowName, code: RowErrorCode, message: Message, path: Path = []): RowError {
  const { line, kind, slug } = name;
  return { line, kind, slug, path: clipped(path.join('.')), code, message: (language) => clipped(message(language)) };
}

function clipped(text: string): string {
  return text.length > MAX_WORDS ? `${text.slice(0, MAX_WORDS)}…` : text;
}
