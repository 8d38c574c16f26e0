/** Reading public authorities from files, and planning what importing them changes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kindOf } from '../../src/organizations/import/authority.ts';
import { type GoodRow, type Present, planImport } from '../../src/organizations/import/planImport.ts';
import { type AuthorityFormat, readAuthorities } from '../../src/organizations/import/readAuthorities.ts';

/** Rows of a file that comes in pieces of the given size. */
async function read(file: string | Uint8Array, format: AuthorityFormat, size = 7) {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  async function* chunks() {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  }
  const good: GoodRow[] = [];
  const bad: string[] = [];
  for await (const row of readAuthorities(chunks(), format)) {
    if (row.authority) good.push(row);
    else for (const { line, path, message } of row.problems) bad.push(`${line} ${path.join('.')}: ${message('en')}`);
  }
  return { good, authorities: good.map(({ authority }) => authority), bad };
}

const ministry = {
  id: 'orgán-veřejné-moci/00007064',
  identifikátor: '00007064',
  název: { cs: 'Ministerstvo vnitra' },
  ičo: '00007064',
  'právní-forma': 'právní-forma/325',
  'datové-schránky': [{ 'identifikátor-ds': '6bnaawp' }, { 'identifikátor-ds': 'xxxxxxx' }],
  'adresa-sídla-txt': 'Praha',
};
const asJson = (...items: object[]) => JSON.stringify({ položky: items });
const HEAD = 'Identifikátor;Název;IČO;Datová schránka;Právní forma;Kategorie';

describe('a file of public authorities', () => {
  test('in the JSON of the register: what we take of it, whatever else is there', async () => {
    expect((await read(asJson(ministry), 'json')).authorities).toEqual([
      {
        ovmId: '00007064',
        name: 'Ministerstvo vnitra',
        ico: '00007064',
        dataBoxId: '6bnaawp',
        legalForm: '325',
        categories: [],
      },
    ]);
  });

  test('in CSV says the same, with commas, tabs, quotes, a byte order mark and empty cells', async () => {
    const row = ['00007064', 'Ministerstvo vnitra', '00007064', '6bnaawp', '325', ''];
    const expected = (await read(asJson(ministry), 'json')).authorities;
    expect((await read(`\ufeff${HEAD}\r\n${row.join(';')}\r\n\r\n`, 'csv')).authorities).toEqual(expected);
    expect((await read(`${HEAD}\n${row.join(';')}`.replaceAll(';', '\t'), 'csv')).authorities).toEqual(expected);
    const quoted = await read('identifikator,nazev,kategorie\n1,"Obec ""Nová"", část\nB",KO13 KO4\n', 'csv');
    expect(quoted.bad).toEqual(['3 název: must be on one line']);
    const plain = await read('identifikator,nazev,kategorie\n1,"Obec ""Nová"", část B",KO13 KO4\n', 'csv');
    expect(plain.authorities).toMatchObject([{ name: 'Obec "Nová", část B', ico: null, categories: ['KO13', 'KO4'] }]);
  });

  test.each<[string, string | Uint8Array, AuthorityFormat, string[]]>([
    [
      'with bad values',
      `${HEAD}\n1;A;;;;\nx;;00123454;ABC;801;13\n`,
      'csv',
      [
        '3 identifikátor: must be the identifier of a public authority (digits)',
        '3 název: must not be empty',
        '3 ičo: must be an IČO: 8 digits with a right check digit',
        '3 datová-schránka: must be a data box id of 7 lower-case letters and digits',
        '3 kategorie: must be a category of public authorities such as KO13',
      ],
    ],
    [
      'of items with bad values',
      asJson(ministry, { ...ministry, název: 'A', 'datové-schránky': [{}] }),
      'json',
      ['0 položky.1.název: must be an object', '0 položky.1.datové-schránky.0.identifikátor-ds: must be given'],
    ],
    ['that ends too soon', '{"položky":', 'json', ['0 : must be JSON: the file ends before the list does']],
    ['with a list elsewhere', '{"data":{"položky":[{}]}}', 'json', [expect.stringMatching('in the list položky')]],
    ['with more than one', '{"položky":[]} {}', 'json', [expect.stringMatching('must be JSON: Unexpected "{"')]],
    [
      'with an endless item',
      `{"položky":[{"název":"${'x'.repeat(1_100_000)}`,
      'json',
      ['0 položky.0: must have at most 1,000,000 characters'],
    ],
    ['of another JSON', '[]', 'json', ['0 : must be an object with the public authorities in the list položky']],
    [
      'of Windows-1250',
      Uint8Array.from(Buffer.from(HEAD, 'latin1')),
      'csv',
      ['0 : must be UTF-8, not Windows-1250 or the like'],
    ],
  ])('%s is refused by line and path', async (_name, file, format, problems) => {
    expect((await read(file, format)).bad).toEqual(problems);
  });

  test('with wrong columns, or cells too many, says what would be right, and where', async () => {
    for (const head of ['název;ičo', 'identifikátor;název;barva', 'identifikátor;název;název']) {
      expect((await read(`${head}\n1;2;3\n`, 'csv')).bad).toEqual([
        expect.stringMatching(/^1 : must name columns among/),
      ]);
    }
    const { authorities, bad } = await read('identifikátor;název\n1;A\n2;B;C\n3;D\n', 'csv');
    expect(authorities.map(({ name }) => name)).toEqual(['A', 'D']);
    expect(bad).toEqual(['3 : must have as many cells as the first row has names']);
    expect((await read('identifikátor;název\n1;"A\n', 'csv')).bad).toEqual([
      expect.stringMatching(/must be a record of CSV/),
    ]);
    expect((await read('', 'csv')).bad).toEqual([]);
  });
});

const authority = (ovmId: string, name: string, ico: string | null = null): GoodRow => ({
  authority: { ovmId, name, ico, dataBoxId: null, legalForm: null, categories: [] },
  line: Number(ovmId) + 1,
  path: [],
});
const organization = (slug: string, fields: Partial<Present>): Present => ({
  ...{ id: slug, slug, name: { cs: slug, en: 'Office' }, formerNames: [], status: 'ACTIVE' },
  ...{ ico: null, ovmId: null, dataBoxId: null, ovmCategories: [], ...fields },
});

describe('the plan of an import', () => {
  test('finds an organization by its identifier, then by its IČO, and erases nothing', () => {
    const present = [
      organization('a', { ovmId: '1', dataBoxId: 'abcdefg' }),
      organization('b', { ico: '00007064' }),
      organization('c', { ovmId: '3', status: 'MERGED' }),
    ];
    const rows = [authority('1', 'A'), authority('2', 'b', '00007064'), authority('3', 'C'), authority('4', 'D')];
    const plan = planImport(rows, present);
    expect(plan.updated.map(({ before, changed }) => [before.slug, changed])).toEqual([
      ['a', ['name']],
      ['b', ['ovmId']],
    ]);
    expect(plan.updated[0]?.fields).toMatchObject({ name: { cs: 'A', en: 'Office' }, dataBoxId: 'abcdefg' });
    expect(plan).toMatchObject({ created: [{ slug: 'd' }], unchanged: 0, merged: 1, problems: [] });
  });

  test('gives each new one a slug of its own', () => {
    const rows = [authority('1', 'Obec Řečice'), authority('2', 'Obec Řečice'), authority('3', '—')];
    const slugs = planImport(rows, []).created.map(({ slug }) => slug);
    expect(slugs).toEqual(['obec-recice', 'obec-recice-2', 'ovm-3']);
  });

  test('refuses rows that contradict each other or what is there', () => {
    const present = [organization('a', { ovmId: '9', ico: '00007064' })];
    const rows = [authority('1', 'A', '00007064'), authority('2', 'B'), authority('2', 'B')];
    const { problems } = planImport(rows, present);
    expect(problems.map(({ line, path, message }) => [line, path, message('en')])).toEqual([
      [2, ['ičo'], 'belongs to the organization a already'],
      [3, ['identifikátor'], 'must be in the file once'],
    ]);
  });

  test('has nothing left to do once it was carried out', () => {
    const names = fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 1, max: 999 }), name: fc.string({ minLength: 1 }) }),
      {
        selector: ({ id }) => id,
      },
    );
    fc.assert(
      fc.property(names, (items) => {
        const rows = items.map(({ id, name }) => authority(String(id), name));
        const { created } = planImport(rows, []);
        expect(new Set(created.map(({ slug }) => slug)).size).toBe(rows.length);
        const present = created.map(({ slug, authority: { ovmId, name } }) =>
          organization(slug, { ovmId, name: { cs: name } }),
        );
        expect(planImport(rows, present)).toMatchObject({ created: [], updated: [], unchanged: rows.length });
      }),
    );
  });

  test('takes kinds from the legal form', () => {
    const kind = (legalForm: string | null, name: string) => kindOf({ ...authority('1', name).authority, legalForm });
    expect([kind('801', 'Obec'), kind('804', 'Kraj'), kind('325', 'Ministerstvo vnitra'), kind('325', 'Úřad')]).toEqual(
      [...['MUNICIPALITY', 'REGION', 'CENTRAL_AUTHORITY', 'OTHER_AUTHORITY']],
    );
  });
});
