/** What each bad line of a bulk file is told. */
import { describe, expect, it, test } from 'vitest';
import { FORMAT } from '../../src/catalogue/bulk/format.ts';
import { newId } from '../../src/kernel/ids.ts';
import { errorsOf, GOOD, withContent, without } from '../testkit/bulkLines.ts';

/** What is wrong, the line, and its errors as path, code and a part of the message. */
const BAD: [what: string, line: string | Uint8Array, ...errors: [path: string, code: string, message: string][]][] = [
  ['text', 'nonsense', ['', 'INVALID_JSON', 'must be JSON']],
  ['half of a line', JSON.stringify(GOOD).slice(0, 60), ['', 'INVALID_JSON', 'must be JSON']],
  ['two rows on a line', `${JSON.stringify(GOOD)} {}`, ['', 'INVALID_JSON', 'must be JSON']],
  ['a list', '[]', ['', 'INVALID_JSON', 'must be a JSON object']],
  ['null', 'null', ['', 'INVALID_JSON', 'must be a JSON object']],
  ['a number', '1', ['', 'INVALID_JSON', 'must be a JSON object']],
  ['a bottomless list', '['.repeat(400_000), ['', 'INVALID_JSON', 'must be JSON']],
  ['deep content', `{"a":${'['.repeat(90_000)}${']'.repeat(90_000)}}`, ['', 'INVALID_JSON', 'at most 32 levels']],
  ['bytes that are not UTF-8', Buffer.from('{"slug":"\xff"}', 'latin1'), ['', 'INVALID_UTF8', 'must be UTF-8']],
  ['UTF-16', Buffer.from('\uFEFF{}', 'utf16le'), ['', 'INVALID_UTF8', 'must be UTF-8']],
  ['a byte order mark', `\uFEFF${JSON.stringify(GOOD)}`, ['', 'BYTE_ORDER_MARK', 'save the file as UTF-8 without BOM']],
  ['no format', without('format'), ['format', 'UNKNOWN_FORMAT', FORMAT]],
  [
    'a later format with fields of its own',
    JSON.stringify({ ...GOOD, format: 'rozcestnik-entry/2', later: 1 }),
    ['format', 'UNKNOWN_FORMAT', FORMAT],
  ],
  ['no kind', without('kind'), ['kind', 'UNKNOWN_KIND', 'must be one of tile, form']],
  ['an unknown kind', JSON.stringify({ ...GOOD, kind: 'Tile' }), ['kind', 'UNKNOWN_KIND', 'must be one of tile, form']],
  ['a kind of objects', JSON.stringify({ ...GOOD, kind: 'toString' }), ['kind', 'UNKNOWN_KIND', 'must be one of']],
  ['no slug', without('slug'), ['slug', 'INVALID_INPUT', 'must be the slug of the entry']],
  ['a slug with spaces', JSON.stringify({ ...GOOD, slug: 'a b' }), ['slug', 'INVALID_INPUT', 'lower-case letters']],
  ['an unknown field', JSON.stringify({ ...GOOD, author: 'x' }), ['', 'INVALID_INPUT', '"author"']],
  ['no content', without('content'), ['content', 'INVALID_INPUT', 'must be an object']],
  ['content that is a text', JSON.stringify({ ...GOOD, content: '' }), ['content', 'INVALID_INPUT', 'an object']],
  ['an unknown field of the content', withContent({ colour: 'red' }), ['content', 'INVALID_INPUT', '"colour"']],
  ['__proto__', withContent(JSON.parse('{"__proto__":{"a":1}}')), ['content', 'INVALID_INPUT', '"__proto__"']],
  ['no title', withContent({ title: undefined }), ['content.title', 'INVALID_INPUT', 'must be an object of values']],
  ['no Czech title', withContent({ title: { en: 'T' } }), ['content.title.cs', 'INVALID_INPUT', 'a Czech (cs) text']],
  [
    'over-long texts',
    withContent({ title: { cs: 'ř'.repeat(121), en: 'x'.repeat(121) } }),
    ['content.title.cs', 'INVALID_INPUT', 'must have at most 120 characters'],
    ['content.title.en', 'INVALID_INPUT', 'must have at most 120 characters'],
  ],
  ['NUL', withContent({ title: { cs: 'a\0' } }), ['content.title.cs', 'INVALID_INPUT', 'control characters']],
  ['half a character', withContent({ title: { cs: '\ud800' } }), ['content.title.cs', 'INVALID_INPUT', 'well-formed']],
  [
    'an unknown category',
    withContent({ categories: ['@category/neni'] }),
    ['content.categories.0', 'UNKNOWN_REFERENCE', 'There is no category neni in the catalogue.'],
  ],
  [
    'an unknown entry',
    withContent({ related: ['@entry/tile/neni'] }),
    ['content.related.0', 'UNKNOWN_REFERENCE', 'There is no tile neni, neither in the catalogue nor in the file.'],
  ],
  [
    'what is no symbol',
    withContent({ organization: '@organization/Š\0' }),
    ['content.organization', 'UNKNOWN_REFERENCE', 'must be a reference such as @organization/org-dia'],
  ],
  [
    'a slug alone',
    withContent({ organization: 'org-dia' }),
    ['content.organization', 'INVALID_INPUT', '@organization/'],
  ],
  ['an id', withContent({ organization: newId() }), ['content.organization', 'INVALID_INPUT', '@organization/org-dia']],
  [
    'a reference to something else',
    withContent({ categories: ['@organization/org-dia'] }),
    ['content.categories.0', 'INVALID_INPUT', 'must refer to one of @category/…'],
  ],
  [
    'a reference in a text',
    withContent({ title: { cs: '@organization/org-dia' } }),
    ['content.title.cs', 'INVALID_INPUT', 'is written @@…'],
  ],
];

describe('A bad line', () => {
  test.each(BAD)('that has %s is told so', async (_what, line, ...expected) => {
    const errors = await errorsOf(line, 4_096);
    expect(errors.map(({ line, path, code }) => [line, path, code])).toEqual(
      expected.map(([path, code]) => [1, path, code]),
    );
    for (const [index, [, , message]] of expected.entries()) expect(errors[index]?.message).toContain(message);
  });

  it('does not keep others from being read, and is told by its number, kind and slug', async () => {
    const lines = [JSON.stringify(GOOD), '?', withContent({ accentColour: 'red', requiredLevel: 'NONE' }), '{'];
    expect((await errorsOf(lines.join('\n'))).map(({ message: _, ...error }) => error)).toEqual([
      { line: 2, kind: null, slug: null, path: '', code: 'INVALID_JSON' },
      { line: 3, kind: 'tile', slug: 'dobra', path: 'content.requiredLevel', code: 'INVALID_INPUT' },
      { line: 3, kind: 'tile', slug: 'dobra', path: 'content.accentColour', code: 'INVALID_INPUT' },
      { line: 4, kind: null, slug: null, path: '', code: 'INVALID_JSON' },
    ]);
  });

  it('is told a hundred errors at the most, in a few words each', async () => {
    const errors = await errorsOf(
      withContent({ related: Array(400).fill('@entry/tile/neni'), ['x'.repeat(9_000)]: 1 }),
      4_096,
    );
    expect(errors).toHaveLength(101);
    expect(errors.at(-1)?.message).toMatch(/^has \d+ more errors$/);
    for (const { message } of errors) expect(message.length).toBeLessThanOrEqual(501);
  });
});
