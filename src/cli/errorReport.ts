/** Where errors of rows are told. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { RowError } from '../catalogue/bulk/format.ts';
import { say } from '../catalogue/bulk/messages.ts';
import { UsageError } from '../exit.ts';
import type { Language } from '../kernel/message.ts';
import { tell } from './program.ts';

/** Takes errors of rows as they are found. */
export interface ErrorReport {
  readonly error: (error: RowError) => void;
  close(): void;
}

/**
 * Errors as lines for people, or as JSON Lines into the named file.
 * @throws UsageError when the file cannot be written
 */
export function openErrorReport(path: string | undefined, language: Language): ErrorReport {
  if (path === undefined) return { error: (error) => tell(errorLine(error, language)), close: () => undefined };
  const inWords = (error: RowError) => ({ ...error, message: error.message(language) });
  const file = open(path);
  return { error: (error) => writeSync(file, `${JSON.stringify(inWords(error))}\n`), close: () => closeSync(file) };
}

function open(path: string): number {
  try {
    return openSync(path, 'w');
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${(error as Error).message}`);
  }
}

/** An error in words: `line 3, tile ridici, content.title.cs: must have at most 120 characters (INVALID_INPUT)`. */
export function errorLine({ line, kind, slug, path, code, message }: RowError, language: Language): string {
  const row = line > 0 ? say('line {line}', { line }) : say('the file');
  const place = [row(language), [kind, slug].filter(Boolean).join(' '), path];
  // What a file says must not reach the terminal as its commands.
  return `${place.filter(Boolean).join(', ')}: ${message(language)} (${code})`.replace(/\p{Cc}/gu, '\uFFFD');
}
