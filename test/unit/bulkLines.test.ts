/** Bulk files line by line: what is read. */
import { describe, expect, it, test } from 'vitest';
import { MAX_LINE } from '../../src/catalogue/bulk/format.ts';
import { readLines } from '../../src/catalogue/bulk/lines.ts';
import { resolveReferences, writeReferences } from '../../src/catalogue/bulk/symbols.ts';
import { errorsOf, GOOD, inPieces, rowsOf, withContent } from '../testkit/bulkLines.ts';

describe('Lines', () => {
  it.each([1, 2, 3, 1_000])('are the same, in whatever pieces they come (%i bytes)', async (piece) => {
    const lines: string[] = [];
    const bytes = Buffer.from('první\r\n\n"žluť\u2028ouč 🐎"\nposlední');
    for await (const { number, text, fault } of readLines(inPieces(bytes, piece))) {
      expect(fault).toBeNull();
      lines.push(`${number} ${text}`);
    }
    expect(lines).toEqual(['1 první\r', '2 ', '3 "žluť\u2028ouč 🐎"', '4 poslední']);
  });

  it('may be as long as the limit and no longer', async () => {
    const good = JSON.stringify(GOOD);
    const padded = (length: number) => good + ' '.repeat(length - Buffer.byteLength(good));
    const file = `${padded(MAX_LINE)}\n${padded(MAX_LINE + 1)}\n${padded(3 * MAX_LINE)}\n${JSON.stringify(GOOD)}`;
    const errors = (await rowsOf(file, 65_536)).map(({ line, errors }) => [line, errors.map(({ code }) => code)]);
    expect(errors).toEqual([
      [1, []],
      [2, ['LINE_TOO_LONG']],
      [3, ['LINE_TOO_LONG']],
      [4, []],
    ]);
  });

  it('are passed over when they are longer than any text can be', async () => {
    const piece = Buffer.alloc(1_000_000, 'x');
    async function* endless() {
      for (let pieces = 0; pieces < 1_000; pieces += 1) yield piece;
      yield Buffer.from('\n{}');
    }
    const lines: unknown[] = [];
    for await (const { number, text, fault } of readLines(endless())) lines.push([number, text, fault?.code]);
    expect(lines).toEqual([
      [1, '', 'LINE_TOO_LONG'],
      [2, '{}', undefined],
    ]);
  });

  it('may be empty between the rows, and end as on Windows', async () => {
    const rows = await rowsOf(`\r\n${JSON.stringify(GOOD)}\r\n\n  \t\n${JSON.stringify(GOOD)}\r\n\n`);
    expect(rows.map(({ line, slug, errors }) => ({ line, slug, errors }))).toEqual([
      { line: 2, slug: 'dobra', errors: [] },
      { line: 5, slug: 'dobra', errors: [] },
    ]);
  });

  it('are as many as there are in an empty file: none', async () => {
    expect(await rowsOf('')).toEqual([]);
    expect(await rowsOf('\n\n')).toEqual([]);
  });
});

describe('A good row', () => {
  it('has no errors', async () => {
    expect(await errorsOf(JSON.stringify(GOOD))).toEqual([]);
  });

  it('may say what holds elsewhere, whatever that is', async () => {
    expect(await errorsOf(JSON.stringify({ ...GOOD, state: 'PUBLISHED', version: 7, publishedAt: null }))).toEqual([]);
  });

  it('may have texts that begin with @, written twice', async () => {
    expect(await errorsOf(withContent({ title: { cs: '@@portal' } }))).toEqual([]);
  });
});

test('References are written and read back, texts that begin with @ as well', () => {
  const content = { a: 'id', list: ['x', 'id'], texts: { cs: '@', en: '@@b', uk: 'c@' }, none: null, n: 1 };
  const symbols = new Map([
    ['a', 'organization/dia'],
    ['list.1', 'entry/tile/t'],
  ]);
  const written = writeReferences(content, symbols);
  expect(written).toEqual({
    a: '@organization/dia',
    list: ['x', '@entry/tile/t'],
    texts: { cs: '@@', en: '@@@b', uk: 'c@' },
    none: null,
    n: 1,
  });
  expect(resolveReferences(written, (symbol) => ([...symbols.values()].includes(symbol) ? 'id' : '?'))).toEqual(
    content,
  );
});
