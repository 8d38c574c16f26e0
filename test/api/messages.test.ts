/** Messages come in the language of who reads them. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { encodeGlobalId, newId } from '../../src/kernel/ids.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { type RawAnswer, type Service, startService } from '../testkit/service.ts';

const EDITOR = { as: 'eva EDITOR' };
const JSON_BODY = { 'content-type': 'application/json' };
const CZECH = { 'accept-language': 'cs' };
const ORGANIZATION = encodeGlobalId('Organization', newId());

const TILE = `mutation ($slug: String!, $title: String!) { createTile(input: { slug: $slug, content: {
  title: { en: $title }, shortText: { cs: "Co" }, organization: "${ORGANIZATION}", targetUrl: "http://example.org" } }) {
  errors { code path message } } }`;

describe.each(ONE_DATABASE)('messages on %s', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database, { empty: true });
  });
  afterAll(() => service.stop());

  const ask = (query: string, headers: Record<string, string> = {}, variables: object = {}): Promise<RawAnswer> =>
    service.post(JSON.stringify({ query, variables }), { ...JSON_BODY, ...headers });
  const told = async (...args: Parameters<typeof ask>) => {
    const { errors } = await ask(...args);
    return errors.map(({ message, extensions }) => [extensions?.['code'], message]);
  };

  const QUERY = '{ tiles(first: 1000) { nodes { title } } }';
  test.each([
    ['cs', 'first musí být od 1 do 100, nikoli 1000.'],
    ['sk-SK', 'first musí být od 1 do 100, nikoli 1000.'],
    ['en-GB, cs;q=0.9', 'first must be from 1 to 100, not 1000.'],
    ['uk', 'first must be from 1 to 100, not 1000.'],
    ['*', 'first must be from 1 to 100, not 1000.'],
  ])('are for readers of "%s": %s', async (language, message) => {
    expect(await told(QUERY, { 'accept-language': language })).toEqual([['INVALID_INPUT', message]]);
  });

  it('are in the language that the root field asks for', async () => {
    const query = `{ cs: tiles(first: 0, locale: "cs") { nodes { title } } en: tiles(first: 0, locale: "en") { nodes { title } } }`;
    for (const headers of [{}, CZECH]) {
      expect((await told(query, headers)).map(([, message]) => message).sort()).toEqual([
        'first must be from 1 to 100, not 0.',
        'first musí být od 1 do 100, nikoli 0.',
      ]);
    }
  });

  it('are the same of variables, arguments, documents and bodies', async () => {
    const past = 'query ($asOf: DateTime) { tiles(asOf: $asOf) { nodes { title } } }';
    expect(await told(past, CZECH, { asOf: 'včera' })).toEqual([
      [
        'INVALID_INPUT',
        'Proměnná $asOf: Toto není DateTime: správně je okamžik s posunem, například 2026-11-23T09:30:00+01:00.',
      ],
    ]);
    expect(await told('{ tiles(asOf: "včera") { nodes { title } } }', CZECH)).toEqual([
      ['INVALID_INPUT', expect.stringMatching(/^Toto není DateTime: správně je okamžik/)],
    ]);
    const { errors: placed } = await service.post(
      JSON.stringify({ query: '{ tiles(asOf: "x") { nodes { title } } }' }),
      JSON_BODY,
    );
    expect(placed[0]?.locations).toEqual([{ line: 1, column: 15 }]);
    expect(await told('{ nic }', CZECH)).toEqual([
      ['GRAPHQL_VALIDATION_FAILED', expect.stringMatching(/^Dokument neodpovídá schématu: /)],
    ]);
    expect(await told('{ ', CZECH)).toEqual([
      ['GRAPHQL_PARSE_FAILED', expect.stringMatching(/^Dokument není platný GraphQL: /)],
    ]);
    const { errors, status } = await service.post('[]', { ...JSON_BODY, ...CZECH });
    expect([status, errors[0]?.message]).toEqual([400, 'Tělo musí být objekt JSON s dotazem; dávky se nepřijímají.']);
  });

  it('of addresses beside GraphQL are in the language of the reader', async () => {
    const file = await fetch(new URL('/files/none', service.url), { headers: CZECH });
    expect([file.status, await file.text()]).toEqual([404, expect.stringMatching(/^Takový soubor neexistuje/)]);
    const { headers: cookie } = await service.signIn({ roles: ['EDITOR'] });
    const forged = { ...JSON_BODY, ...CZECH, cookie: String(cookie['cookie']) };
    const { errors, status } = await service.post(JSON.stringify({ query: '{ __typename }' }), forged);
    expect([status, errors[0]?.message]).toEqual([403, expect.stringMatching(/^Požadavek s relací musí přicházet/)]);
  });

  it('of permissions are', async () => {
    expect(await told('{ entryVersions { nodes { id } } }', CZECH)).toEqual([
      ['UNAUTHENTICATED', 'Přihlaste se: akce entry.readDrafts není dostupná bez přihlášení.'],
    ]);
  });

  const errorsOf = async (slug: string, headers: Record<string, string>) => {
    const { data } = await ask(TILE, { ...EDITOR, ...headers }, { slug, title: 'x'.repeat(121) });
    return (data as { createTile: { errors: { path: string[]; message: string }[] } }).createTile.errors;
  };

  it('of mutations are, with the same codes and paths', async () => {
    const facts = ({ message: _, ...rest }: { message: string }) => rest;
    const saidOf = ({ path, message }: { path: string[]; message: string }) => `${path.join('.')} ${message}`;
    const czech = [...(await errorsOf('Špatný slug', CZECH)), ...(await errorsOf('dobry', CZECH))];
    const english = [...(await errorsOf('Špatný slug', {})), ...(await errorsOf('dobry', {}))];
    expect(czech.map(facts)).toEqual(english.map(facts));
    expect(czech.map(saidOf)).toEqual([
      'slug smí mít jen malá písmena bez diakritiky a číslice spojené spojovníky, například rp-zadost',
      'content.title.en počet znaků smí být nejvýše 120',
      'content.title.cs musí mít český text (cs)',
      'content.targetUrl musí být úplná adresa https bez uživatelského jména, například https://example.org',
    ]);
  });

  it('of issues are', async () => {
    const link = `mutation { createPreviewLink(input: { id: "x", expiresIn: "včera" }) { errors { message } } }`;
    const { data } = await ask(link, { ...EDITOR, ...CZECH });
    expect(JSON.stringify(data)).toContain('předejte jej přesně tak');
  });
});
