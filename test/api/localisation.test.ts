/** Readers are answered in their language, or in the next best one, and are told which it is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { EverythingInDocument, ThreeReadersDocument, TileIdsDocument, TileInDocument } from '../generated/graphql.ts';
import { cs, publish, writeCategory, writeOrganization } from '../testkit/content.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { NO_LIMITS } from '../testkit/noLimits.ts';
import { type Service, startService } from '../testkit/service.ts';

const inLocales = (...locales: string[]) => Object.fromEntries(locales.map((locale) => [locale, `název ${locale}`]));

describe.each(ONE_DATABASE)('languages on %s', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database, { empty: true });
    const { runner } = service;
    const organization = await writeOrganization(runner, 'mesto', { name: inLocales('cs', 'en') });
    const categories = [await writeCategory(runner, 'doprava', { name: inLocales('cs', 'uk') })];
    const tile = (slug: string, ...locales: string[]) => ({
      kind: 'tile' as const,
      slug,
      content: { organization, categories, title: inLocales(...locales), longText: { cs: 'dlouze', en: 'at length' } },
    });
    await publish(runner, [
      tile('jen-cesky', 'cs'),
      tile('dvojjazycny', 'cs', 'en'),
      tile('trojjazycny', 'cs', 'en', 'uk'),
      tile('britsky', 'cs', 'en-GB'),
    ]);
  });
  afterAll(() => service.stop());

  const served = async (slug: string, locale: string | null, headers: Record<string, string> = {}) => {
    const { tile } = await service.read(TileInDocument, { slug, locale }, { headers });
    if (!tile) throw new Error(`there is no tile ${slug}`);
    return tile;
  };

  it.each([
    ['cs', 'trojjazycny', 'cs', false],
    ['en', 'trojjazycny', 'en', false],
    ['uk', 'trojjazycny', 'uk', false],
    ['en-GB', 'trojjazycny', 'en', false],
    ['en-GB', 'britsky', 'en-GB', false],
    ['en', 'britsky', 'cs', true],
    ['en', 'jen-cesky', 'cs', true],
    ['uk', 'dvojjazycny', 'en', true],
    ['de', 'dvojjazycny', 'en', true],
    ['de', 'jen-cesky', 'cs', true],
    ['sk', 'dvojjazycny', 'cs', true],
    ['sr-Latn-RS', 'trojjazycny', 'en', true],
  ])('asked for %s, %s is answered in %s', async (locale, slug, servedLocale, isFallback) => {
    expect(await served(slug, locale)).toMatchObject({ title: `název ${servedLocale}`, servedLocale, isFallback });
  });

  it.each([
    ['en', 'en', false],
    ['en-GB,en;q=0.8', 'en', false],
    ['cs;q=0.3, uk;q=0.9, en;q=0.8', 'uk', false],
    ['de, uk;q=0.1', 'uk', false],
    ['de', 'en', true],
    ['de-AT, fr;q=0.5', 'en', true],
    ['sk', 'cs', true],
    ['*', 'cs', false],
    ['en;q=0', 'cs', false],
    ['', 'cs', false],
    [';;q=,,=', 'cs', false],
    ['<script>', 'cs', false],
    [`en${',x'.repeat(300)}`, 'cs', false],
  ])('with Accept-Language %j the answer is in %s', async (header, servedLocale, isFallback) => {
    const tile = await served('trojjazycny', null, { 'accept-language': header });
    expect(tile).toMatchObject({ servedLocale, isFallback });
  });

  it('the argument goes before the header, and each alias has its own language', async () => {
    const headers = { 'accept-language': 'cs' };
    const { english, ukrainian, byHeader } = await service.read(ThreeReadersDocument, {}, { headers });
    expect([english?.title, ukrainian?.title, byHeader?.title]).toEqual(['název en', 'název uk', 'název cs']);
    const around = [english, ukrainian, byHeader].map((tile) => [
      tile?.organization?.name,
      tile?.organization?.isFallback,
      tile?.categories[0]?.name,
      tile?.longText?.markdown,
    ]);
    expect(around).toEqual([
      ['název en', false, 'název cs', 'at length'],
      ['název en', true, 'název uk', 'at length'],
      ['název cs', false, 'název cs', 'dlouze'],
    ]);
  });

  it('tells the languages there are, and the language of a long text apart from that of the title', async () => {
    const tile = await served('trojjazycny', 'uk');
    expect(tile.availableLocales).toEqual(['cs', 'en', 'uk']);
    expect(tile).toMatchObject({ servedLocale: 'uk', isFallback: false });
    expect(tile.longText).toEqual({ markdown: 'at length', servedLocale: 'en', isFallback: true });
  });

  it('answers keywords of one language, never a mixture', async () => {
    const { runner } = service;
    const organization = await writeOrganization(runner, 'obec');
    const keywords = { cs: ['auto', 'vůz'], en: ['car'] };
    await publish(runner, [{ kind: 'tile', slug: 'slova', content: { organization, keywords, title: cs('Slova') } }]);
    const words = async (locale: string) => (await served('slova', locale)).keywords;
    expect([await words('cs'), await words('en'), await words('uk')]).toEqual([['auto', 'vůz'], ['car'], ['car']]);
  });

  it('tells caches what answers depend on', async () => {
    const { headers } = await service.query(TileInDocument, { slug: 'jen-cesky' });
    const vary = headers.get('vary')?.split(/, */);
    expect(vary).toEqual(expect.arrayContaining(['Accept', 'Accept-Language']));
  });
});

/** What editors, operators and people who have signed in ask, what the tests of search and cooperation ask in each language. */
const ASKED_ELSEWHERE = new Set([
  'apiTokens',
  'assessCooperation',
  'auditRecords',
  'brokenReferences',
  'editorialEntry',
  'entryVersions',
  'expiringEntries',
  'grants',
  'invitations',
  'mailDeliveries',
  'me',
  'myData',
  'planCooperation',
  'rateLimit',
  'release',
  'releases',
  'request',
  'requestNumbers',
  'requests',
  'search',
  'searchStatus',
  'searchesWithoutResult',
  'suggest',
  'synonym',
  'synonyms',
  'tombstone',
  'viewer',
]);

describe.each(ONE_DATABASE)('every way to read on %s', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database, { app: { limits: NO_LIMITS } });
  });
  afterAll(() => service.stop());

  it('takes a language', async () => {
    const { tiles } = await service.read(TileIdsDocument);
    const headers = { 'accept-language': 'cs' };
    const answer = await service.read(
      EverythingInDocument,
      { locale: 'en', id: tiles?.nodes[0]?.id ?? '' },
      { headers },
    );
    const fields = Object.keys(schema.getQueryType()?.getFields() ?? {}).filter((name) => !ASKED_ELSEWHERE.has(name));
    expect(Object.keys(answer).toSorted()).toEqual(fields.toSorted());
    const languages = [...JSON.stringify(answer).matchAll(/"servedLocale":"(\w+)"/g)].map(([, locale]) => locale);
    expect(languages.length).toBeGreaterThan(40);
    expect(new Set(languages)).toEqual(new Set(['en']));
  });
});
