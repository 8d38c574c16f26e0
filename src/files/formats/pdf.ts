import { say } from '../messages.ts';
import { type CheckedFile, hasText, unfit } from './checkedFile.ts';

/** Bytes from the end in which the end of a document must stand (ISO 32000-1, appendix H, note 18). */
const END_WITHIN = 1_024;

/** Bytes from the end in which the directory of a ZIP archive stands (APPNOTE 4.3.16): 22 and a comment. */
const ZIP_DIRECTORY_WITHIN = 22 + 65_535;

/**
 * Whether the bytes are one PDF document from the first byte to the last (ISO 32000-2, 7.5): its header, and the address of
 * its last table of objects before the end. What it shows is not judged: it is never shown by us, only handed on to be saved.
 * @throws DomainError INVALID_INPUT for anything else, files included that are an archive as well.
 */
export async function checkPdf(bytes: Uint8Array): Promise<CheckedFile> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!/^%PDF-(1\.[0-7]|2\.0)[\r\n \t%]/.test(text.toString('latin1', 0, 16))) {
    throw unfit(say('must be a PDF document; its content is not, whatever its name says'));
  }
  const end = text.toString('latin1', Math.max(0, text.length - END_WITHIN));
  const [, address] = end.match(/startxref\s+(\d{1,10})\s+%%EOF\s*$/) ?? [];
  if (address === undefined || Number(address) >= text.length || !isTableAt(text, Number(address))) {
    throw unfit(say('must be a whole PDF document: it has no end, or something stands after it'));
  }
  if (hasDirectory(text)) throw unfit(say('must be a PDF document alone, not an archive as well'));
  return { bytes, mediaType: 'application/pdf', width: null, height: null };
}

/** A cross-reference table, or an object that holds one as a stream. */
function isTableAt(text: Buffer, address: number): boolean {
  return /^\s*(xref\s|\d+\s+\d+\s+obj\b)/.test(text.toString('latin1', address, address + 64));
}

function hasDirectory(text: Buffer): boolean {
  return hasText(text, 0, 'PK') || text.subarray(-ZIP_DIRECTORY_WITHIN).includes('PK\x05\x06', 0, 'latin1');
}
