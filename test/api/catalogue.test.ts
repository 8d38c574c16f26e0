/** The catalogue answers: everything that the seed says comes out, as it says it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AllCooperationTypesDocument,
  AllDataViewsDocument,
  AllEntriesDocument,
  AllFormsDocument,
  AllOrganizationsDocument,
  AllPagesDocument,
  AllRequirementsDocument,
  AllThemesAndTerritoriesDocument,
  AllTilesDocument,
  HowToGetATileInCzechDocument,
  LookupsDocument,
  ReferenceLookupsDocument,
  RelatedByKindDocument,
} from '../generated/graphql.ts';
import { DATABASES } from '../testkit/databases.ts';
import { NO_LIMITS } from '../testkit/noLimits.ts';
import { type AnsweredRow, answeredEntries, answeredRows, SEED_KINDS, withoutNulls } from '../testkit/seedContent.ts';
import { type Service, startService } from '../testkit/service.ts';

/** Common fields of the seed, named and completed as the schema answers them. */
function entryFields(row: AnsweredRow): object {
  const { longText, ...fields } = row;
  const completed = { audience: 'PUBLIC', keywords: [], related: [], version: 1, ...fields };
  return longText ? { ...completed, longText: { markdown: longText } } : completed;
}

const bySlug = (one: { slug: string }, other: { slug: string }) => (one.slug < other.slug ? -1 : 1);

/** Expects exactly the entries of `rows`, whatever their order. */
function expectRows(nodes: readonly { slug: string }[] | undefined, rows: readonly object[]): void {
  const sorted = (list: readonly object[]) => withoutNulls(list as { slug: string }[]).toSorted(bySlug);
  expect(sorted(nodes ?? [])).toEqual(sorted(rows));
}

describe.each(DATABASES)('the catalogue on %s', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database, { app: { limits: NO_LIMITS } });
  });
  afterAll(() => service.stop());

  it('shows every tile with its target, profile and attested conditions', async () => {
    const { tiles } = await service.read(AllTilesDocument);
    const rows = answeredRows('tile').map((row) => ({
      __typename: 'Tile',
      kind: 'TILE',
      languages: ['cs'],
      conditions: {},
      ...entryFields(row),
    }));
    expect(tiles?.totalCount).toBe(40);
    expectRows(tiles?.nodes, rows);
  });

  it('shows every form with its codes, fee, time and attachments', async () => {
    const { forms } = await service.read(AllFormsDocument);
    const rows = answeredRows('form').map(({ inDelegatedPowers = false, formId, formVersion, ...row }) => ({
      __typename: 'Form',
      kind: 'FORM',
      attachments: [],
      inDelegatedPowers,
      identifier: formId,
      edition: formVersion,
      ...entryFields(row as AnsweredRow),
    }));
    expect(forms?.totalCount).toBe(rows.length);
    expectRows(forms?.nodes, rows);
  });

  it('shows data views to everybody but those meant for people who have signed in', async () => {
    const { dataViews } = await service.read(AllDataViewsDocument);
    const rows = answeredRows('dataView').map(({ ...row }) => ({
      __typename: 'DataView',
      kind: 'DATA_VIEW',
      ...entryFields(row as AnsweredRow),
    }));
    expect(dataViews?.totalCount).toBe(4);
    expectRows(dataViews?.nodes, rows);
  });

  it('shows pages with their facts and links, each fact with its source', async () => {
    const { pages } = await service.read(AllPagesDocument);
    const rows = answeredRows('page').map((row) => ({
      __typename: 'Page',
      kind: 'PAGE',
      facts: [],
      links: [],
      ...entryFields(row),
    }));
    expectRows(pages?.nodes, rows);
    const facts = pages?.nodes.flatMap((page) => page.facts) ?? [];
    expect(facts.length).toBeGreaterThan(5);
    expect(facts.filter(({ sources }) => sources.length === 0)).toEqual([]);
  });

  it('shows requirements: how to meet them and how they are verified', async () => {
    const { requirements } = await service.read(AllRequirementsDocument);
    const rows = answeredRows('requirement').map(({ howToMeet, howVerified, implies, position, ...row }) => ({
      __typename: 'Requirement',
      kind: 'REQUIREMENT',
      links: [],
      howToMeet: { markdown: howToMeet },
      howVerified: { markdown: howVerified },
      implies: (implies as { slug: string }[]).map(({ slug }) => ({ slug })),
      ...entryFields(row as AnsweredRow),
    }));
    expectRows(requirements?.nodes, rows);
  });

  it('shows types of cooperation with conditions, steps, contact and what they require', async () => {
    const { cooperationTypes } = await service.read(AllCooperationTypesDocument);
    const rows = answeredRows('cooperationType').map(({ requirements, conditions, position, ...row }) => ({
      __typename: 'CooperationType',
      kind: 'COOPERATION_TYPE',
      requirements: (requirements as { requirement: { slug: string }; isRequired: boolean }[])
        .filter(({ isRequired }) => isRequired)
        .map(({ requirement: { slug } }) => ({ slug })),
      conditions: (conditions as { requirement?: { slug: string } }[]).map(({ requirement, ...condition }) => ({
        isWider: false,
        ...condition,
        ...(requirement ? { requirement: { slug: requirement.slug } } : {}),
      })),
      ...entryFields(row as AnsweredRow),
    }));
    expectRows(cooperationTypes?.nodes, rows);
  });

  it('tells how a tile comes about, down to the subject of the e-mail', async () => {
    const { cooperationType } = await service.read(HowToGetATileInCzechDocument);
    expect(cooperationType?.code).toBe('TILE');
    expect(cooperationType?.contact).toEqual({
      email: 'portalobcana@dia.gov.cz',
      emailSubject: 'Žádost o vytvoření služby',
    });
    expect(cooperationType?.steps.map(({ title }) => title)).toEqual([
      'Ověřte si podmínky',
      'Otevřete designer dlaždic',
      'Řiďte se manuálem',
      'Exportujte hotový návrh',
      'Pošlete export e-mailem',
      'Počkejte na schválení',
    ]);
    expect(cooperationType?.steps.some(({ url }) => url?.includes('obcan.portal.gov.cz/designer'))).toBe(true);
    const conditions = cooperationType?.conditions.map(({ code, nature, requirement, sources }) => {
      return { code, nature, requirement: requirement?.code, origins: sources.map(({ origin }) => origin) };
    });
    expect(conditions).toContainEqual({
      code: 'NO_FURTHER_REGISTRATION',
      nature: 'PREREQUISITE',
      requirement: undefined,
      origins: ['PROSE', 'GUIDANCE'],
    });
    expect(conditions?.find(({ code }) => code === 'CONNECTED_TO_NIA')?.requirement).toBe('OWN_PORTAL_ON_NIA');
  });

  it.each(SEED_KINDS)('finds every %s by its slug, and by its slug alone', async (kind) => {
    for (const { slug, title } of answeredRows(kind).slice(0, 5)) {
      const found = await service.read(LookupsDocument, { slug });
      expect(found[kind]?.title).toBe(title);
      for (const other of SEED_KINDS.filter((name) => name !== kind)) expect(found[other]).toBeNull();
    }
  });

  it('answers null, not an error, to slugs that nothing has', async () => {
    for (const slug of ['neni-tu', '', 'ŘIDIČI', 'ridici ', "'; DROP TABLE", 'a'.repeat(5_000)]) {
      const found = await service.read(LookupsDocument, { slug });
      const reference = await service.read(ReferenceLookupsDocument, { slug });
      for (const value of Object.values({ ...found, ...reference })) expect(value).toBeNull();
    }
  });

  it('lists entries of all kinds together, each with the fields of its own kind', async () => {
    const first = await service.read(AllEntriesDocument);
    const second = await service.read(AllEntriesDocument, { after: first.entries?.pageInfo.endCursor ?? null });
    const third = await service.read(AllEntriesDocument, { after: second.entries?.pageInfo.endCursor ?? null });
    const pages = [first, second, third].map(({ entries }) => entries);
    expect(pages.map((page) => page?.pageInfo.hasNextPage)).toEqual([true, true, false]);
    expect(pages.map((page) => page?.totalCount)).toEqual(Array(3).fill(answeredEntries().length));
    const all = pages.flatMap((page) => page?.nodes ?? []);
    const own = ({ kind, targetUrl, deepLink, code }: Record<string, unknown>) =>
      ({ TILE: { targetUrl }, FORM: { deepLink }, COOPERATION_TYPE: { code } })[kind as string] ?? {};
    const rows = answeredEntries().map((row) => {
      return { kind: row.kind, slug: row.slug, title: row.title, servedLocale: 'cs', ...own(row) };
    });
    expectRows(all, rows);
  });

  it('shows of related entries what is asked for, in each kind something else', async () => {
    const { entries } = await service.read(RelatedByKindDocument);
    const relatedTo = (slug: string): object[] => {
      const node = entries?.nodes.find((one) => one.slug === slug);
      return node && 'related' in node ? node.related : [];
    };
    expect(relatedTo('ridici')).toContainEqual({ title: 'Registr silničních vozidel' });
    expect(relatedTo('op-zadost').length).toBeGreaterThan(1);
    for (const entry of relatedTo('op-zadost')) {
      expect(entry).toEqual({ slug: expect.any(String), longText: { markdown: expect.stringMatching(/.{50}/) } });
    }
    const steps = relatedTo('kam-psat').flatMap((entry) => ('steps' in entry ? entry.steps : []));
    expect(steps).toContainEqual({ title: 'Otevřete designer dlaždic' });
  });

  it('shows organizations, themes and territories', async () => {
    const { organizations } = await service.read(AllOrganizationsDocument);
    const defaults = { keywords: [], ovmCategories: [], isDemonstration: false };
    expectRows(
      organizations?.nodes,
      answeredRows('organizations').map((row) => ({ ...defaults, ...row })),
    );
    const { categories, territories } = await service.read(AllThemesAndTerritoriesDocument);
    expectRows(categories?.nodes, answeredRows('categories'));
    expectRows(territories?.nodes, answeredRows('territories'));
    expect([organizations?.totalCount, categories?.totalCount, territories?.totalCount]).toEqual([45, 21, 28]);
  });

  it('finds an organization, a theme and a territory by their slugs', async () => {
    const { organization } = await service.read(ReferenceLookupsDocument, { slug: 'org-dia' });
    const { category } = await service.read(ReferenceLookupsDocument, { slug: 'doprava' });
    const { territory } = await service.read(ReferenceLookupsDocument, { slug: 'brno' });
    expect([organization?.slug, category?.slug, territory?.slug]).toEqual(['org-dia', 'doprava', 'brno']);
  });
});
