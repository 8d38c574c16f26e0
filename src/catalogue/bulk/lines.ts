/**
 * Lines of a file as bytes come. Not `node:readline`: it holds a line of any length, takes U+2028 in a text for the end of
 * its line, and reads bytes that are not UTF-8 as if they were.
 */

import type { Message } from '../../kernel/message.ts';
import { MAX_LINE, type RowErrorCode } from './format.ts';
import { say } from './messages.ts';

/** A line, or why it cannot be read. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  readonly fault: { readonly code: RowErrorCode; readonly message: Message } | null;
}

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = '\uFEFF';

/** Lines of the bytes; holds no more than one of them. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const open = new OpenLine();
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      open.add(chunk.subarray(start, end));
      yield open.close();
      start = end + 1;
    }
    open.add(chunk.subarray(start));
  }
  if (!open.isEmpty) yield open.close();
}

/** The line whose end has not come yet. */
class OpenLine {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #number = 1;
  #pieces: Uint8Array[] = [];
  #length = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(piece: Uint8Array): void {
    this.#length += piece.length;
    if (this.#length > MAX_LINE) this.#pieces = [];
    else this.#pieces.push(piece);
  }

  close(): Line {
    const line = { number: this.#number, ...this.#read() };
    this.#number += 1;
    this.#pieces = [];
    this.#length = 0;
    return line;
  }

  #read(): Omit<Line, 'number'> {
    if (this.#length > MAX_LINE) {
      return fault('LINE_TOO_LONG', say('must have at most {max} bytes', { max: MAX_LINE }));
    }
    try {
      const text = this.#decoder.decode(Buffer.concat(this.#pieces));
      if (this.#number > 1 || !text.startsWith(BYTE_ORDER_MARK)) return { text, fault: null };
    } catch {
      return fault('INVALID_UTF8', say('must be UTF-8'));
    }
    return fault('BYTE_ORDER_MARK', say('must not begin with a byte order mark: save the file as UTF-8 without BOM'));
  }
}

function fault(code: RowErrorCode, message: Message): Omit<Line, 'number'> {
  return { text: '', fault: { code, message } };
}
