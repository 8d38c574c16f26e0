/** Files whose content was looked at: the only ones that are ever stored. */
import { type DomainError, invalidInput } from '../../kernel/errors.ts';
import type { Message } from '../../kernel/message.ts';
import { say } from '../messages.ts';

/** Media types that are stored. */
export const EXTENSIONS = { 'image/png': 'png', 'image/svg+xml': 'svg', 'application/pdf': 'pdf' } as const;
export type MediaType = keyof typeof EXTENSIONS;

/** A file that is what it says, as it is to be stored: what was not looked at is not in it. */
export interface CheckedFile {
  readonly bytes: Uint8Array;
  readonly mediaType: MediaType;
  /** Pixels of an image; null of a document. */
  readonly width: number | null;
  readonly height: number | null;
}

/** The error of a file that cannot be taken. */
export function unfit(...messages: readonly Message[]): DomainError {
  return invalidInput(
    say('The file'),
    messages.map((message) => ({ path: [], message })),
  );
}

/** Whether the bytes at `offset` are those of the text. */
export function hasText(bytes: Uint8Array, offset: number, text: string): boolean {
  return (
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(offset).indexOf(text, 0, 'latin1') === 0
  );
}
