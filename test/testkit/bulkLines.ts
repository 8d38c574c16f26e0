/** Lines of bulk files in tests that need no database. */
import { checkRow } from '../../src/catalogue/bulk/checkRow.ts';
import { FORMAT } from '../../src/catalogue/bulk/format.ts';
import { type Row, readBatches } from '../../src/catalogue/bulk/rows.ts';
import { Targets } from '../../src/catalogue/bulk/targets.ts';
import { newId } from '../../src/kernel/ids.ts';
import type { RowErrorInWords } from './bulk.ts';
import { inEnglish } from './said.ts';

/** A row without errors. */
export const GOOD = {
  format: FORMAT,
  kind: 'tile',
  slug: 'dobra',
  content: {
    title: { cs: 'Dlaždice' },
    shortText: { cs: 'K čemu je.' },
    organization: '@organization/org-dia',
    targetUrl: 'https://dobra.example/',
  },
} as const;

/** Bytes as they could come from a file. */
export async function* inPieces(bytes: Uint8Array, piece: number) {
  for (let start = 0; start < bytes.length; start += piece) yield bytes.subarray(start, start + piece);
}

/** Rows of a file with the given content. */
export async function rowsOf(file: string | Uint8Array, piece = 7): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of readBatches(() => inPieces(Buffer.from(file), piece))) rows.push(...batch);
  return rows;
}

/** Errors of the form and of the content, the organization org-dia and the requirement vlastni-portal being there. */
export async function errorsOf(file: string | Uint8Array, piece?: number): Promise<RowErrorInWords[]> {
  const targets = new Targets();
  targets.set('organization/org-dia', newId());
  targets.set('entry/requirement/vlastni-portal', newId());
  return (await rowsOf(file, piece)).flatMap((row) => {
    const { kind, slug } = row;
    if (kind === null || slug === null || row.errors.length > 0) return row.errors.map(inEnglish);
    return checkRow({ ...row, kind, slug }, targets).errors.map(inEnglish);
  });
}

/** The good row as a line with other content. */
export const withContent = (content: object) => JSON.stringify({ ...GOOD, content: { ...GOOD.content, ...content } });
/** The good row as a line without a field. */
export const without = (field: keyof typeof GOOD) => JSON.stringify({ ...GOOD, [field]: undefined });
