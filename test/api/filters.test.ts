/** Filters: each lets through exactly the rows of the seed of which its condition holds. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countedStatement, countStatement, rowsStatement } from '../../src/catalogue/reads/entryStatements.ts';
import { encodeGlobalId, newId } from '../../src/kernel/ids.ts';
import { readJson } from '../../src/platform/directStatements.ts';
import {
  type CatalogueEntryFilter,
  FilteredEntriesDocument,
  FilteredFormsDocument,
  FilteredOrganizationsDocument,
  FilteredRestDocument,
  FilteredTerritoriesDocument,
  FilteredTilesDocument,
  type FormFilter,
  type OrganizationFilter,
  type TerritoryFilter,
  type TileFilter,
  TileIdsDocument,
} from '../generated/graphql.ts';
import { DATABASES } from '../testkit/databases.ts';
import { type AnsweredRow, answeredEntries, answeredRows } from '../testkit/seedContent.ts';
import { type Service, startService } from '../testkit/service.ts';

/** What a filter is, and of which rows it holds. */
type Case<Filter> = [name: string, filter: Filter, holds: (row: AnsweredRow) => boolean];

const organizations = new Map(answeredRows('organizations').map((row) => [row.slug, row]));
const provider = (row: AnsweredRow) => organizations.get(row.organization.slug);
const isIn = (row: AnsweredRow, ...slugs: string[]) => row.categories.some(({ slug }) => slugs.includes(slug));
const level = ({ requiredLevel }: AnsweredRow) => requiredLevel ?? null;

const TILES: Case<TileFilter>[] = [
  ['no condition', {}, () => true],
  ['slugs', { slugs: ['ridici', 'katastr', 'neni-tu'] }, ({ slug }) => ['ridici', 'katastr'].includes(slug)],
  ['no slug at all', { slugs: [] }, () => false],
  ['required levels', { requiredLevels: ['LOW', 'HIGH'] }, (row) => ['LOW', 'HIGH'].includes(String(level(row)))],
  ['sign-in', { requiresSignIn: true }, (row) => level(row) !== null],
  ['no sign-in', { requiresSignIn: false }, (row) => level(row) === null],
  ['one theme of several', { categorySlugs: ['zdravi', 'doprava'] }, (row) => isIn(row, 'zdravi', 'doprava')],
  ['a theme that is not there', { categorySlugs: ['neni-tu'] }, () => false],
  ['demonstration values', { isDemonstration: true }, ({ isDemonstration }) => isDemonstration === true],
  ['no demonstration values', { isDemonstration: false }, ({ isDemonstration }) => isDemonstration !== true],
  [
    'kind of provider',
    { organization: { kinds: ['MUNICIPALITY'] } },
    (row) => provider(row)?.['kind'] === 'MUNICIPALITY',
  ],
  [
    'provider',
    { organization: { slugs: ['org-md', 'org-cssz'] } },
    (row) => ['org-md', 'org-cssz'].includes(row.organization.slug),
  ],
  ['provider by IČO', { organization: { icos: ['17651921'] } }, (row) => provider(row)?.['ico'] === '17651921'],
  [
    'seat of the provider',
    { organization: { territorySlugs: ['brno'] } },
    (row) => provider(row)?.territory?.slug === 'brno',
  ],
  [
    'not a provider of either kind',
    { organization: { not: { or: [{ kinds: ['MUNICIPALITY'] }, { kinds: ['OTHER_AUTHORITY'] }] } } },
    (row) => !['MUNICIPALITY', 'OTHER_AUTHORITY'].includes(String(provider(row)?.['kind'])),
  ],
  ['a territory', { territory: { slugs: ['brno'] } }, (row) => row.territory?.slug === 'brno'],
  [
    'what is inside a territory',
    { territory: { slugs: ['jihomoravsky-kraj'], includeWithin: true } },
    (row) => row.territory?.slug === 'brno',
  ],
  [
    'what is inside the state',
    { territory: { slugs: ['ceska-republika'], includeWithin: true } },
    (row) => Boolean(row.territory),
  ],
  [
    'a territory or the whole state',
    { territory: { slugs: ['praha'], includeNationwide: true } },
    (row) => [undefined, 'praha'].includes(row.territory?.slug),
  ],
  [
    'several conditions together',
    { requiresSignIn: true, categorySlugs: ['doprava'] },
    (row) => level(row) !== null && isIn(row, 'doprava'),
  ],
  ['not', { not: { categorySlugs: ['doprava'] } }, (row) => !isIn(row, 'doprava')],
  [
    'or beside a condition',
    { categorySlugs: ['doprava'], or: [{ requiredLevels: ['LOW'] }, { slugs: ['ridici'] }] },
    (row) => isIn(row, 'doprava') && (level(row) === 'LOW' || row.slug === 'ridici'),
  ],
  [
    'and, or and not inside each other',
    {
      and: [
        { or: [{ categorySlugs: ['zdravi'] }, { categorySlugs: ['doprava'] }] },
        { not: { requiredLevels: ['SUBSTANTIAL'] } },
      ],
    },
    (row) => isIn(row, 'zdravi', 'doprava') && level(row) !== 'SUBSTANTIAL',
  ],
  ['an empty and', { and: [] }, () => true],
];

const FORMS: Case<FormFilter>[] = [
  ['deployment', { deployments: ['LINKED'] }, ({ deployment }) => deployment === 'LINKED'],
  [
    'technologies',
    { technologies: ['PDF', 'ZFO_602XML'] },
    ({ technology }) => ['PDF', 'ZFO_602XML'].includes(String(technology)),
  ],
  [
    'agendas',
    { agendaCodes: ['A999004', 'A999006'] },
    ({ agendaCode }) => ['A999004', 'A999006'].includes(String(agendaCode)),
  ],
  ['identifiers', { identifiers: ['DEMO-F001'] }, ({ formId }) => formId === 'DEMO-F001'],
  ['services', { serviceCodes: ['S999010'] }, ({ serviceCode }) => serviceCode === 'S999010'],
  ['delegated powers', { inDelegatedPowers: true }, ({ inDelegatedPowers }) => inDelegatedPowers === true],
  ['no delegated powers', { inDelegatedPowers: false }, ({ inDelegatedPowers }) => inDelegatedPowers !== true],
  [
    'who fills it in',
    { filledInBy: ['BUSINESS'] },
    ({ filledInBy = ['CITIZEN'] }) => (filledInBy as string[]).includes('BUSINESS'),
  ],
  [
    'sign-in and deployment',
    { requiresSignIn: false, deployments: ['DEPLOYED'] },
    (row) => level(row) === null && row['deployment'] === 'DEPLOYED',
  ],
];

const COOPERATION: Record<string, (row: AnsweredRow & { kind: string }) => boolean> = {
  TILE: ({ kind }) => kind === 'TILE',
  FORM_CATALOGUE: ({ kind, deployment }) => kind === 'FORM' && deployment === 'LINKED',
  FORM_DEPLOYMENT: ({ kind, deployment }) => kind === 'FORM' && deployment === 'DEPLOYED',
  OTHER: ({ kind }) => kind === 'DATA_VIEW',
};

const ENTRIES: Case<CatalogueEntryFilter>[] = [
  ['kinds', { kinds: ['PAGE', 'REQUIREMENT'] }, ({ kind }) => ['PAGE', 'REQUIREMENT'].includes(String(kind))],
  ['levels in all kinds', { requiredLevels: ['HIGH'] }, (row) => level(row) === 'HIGH'],
  [
    'a provider, whatever the kind',
    { organization: { slugs: ['org-cssz'] } },
    (row) => row.organization.slug === 'org-cssz',
  ],
  ...Object.entries(COOPERATION).map(([code, answersTo]): Case<CatalogueEntryFilter> => {
    const holds = (row: AnsweredRow) =>
      answersTo(row as never) || (row['kind'] === 'COOPERATION_TYPE' && row['code'] === code);
    return [`what answers to the cooperation type ${code}`, { cooperationTypeCodes: [code] }, holds];
  }),
];

const ORGANIZATIONS: Case<OrganizationFilter>[] = [
  [
    'kinds',
    { kinds: ['REGION', 'CENTRAL_AUTHORITY'] },
    ({ kind }) => ['REGION', 'CENTRAL_AUTHORITY'].includes(String(kind)),
  ],
  ['real ones', { isDemonstration: false }, ({ isDemonstration }) => isDemonstration !== true],
  [
    'territory',
    { territorySlugs: ['praha', 'brno'] },
    ({ territory }) => ['praha', 'brno'].includes(String(territory?.slug)),
  ],
  ['not', { not: { kinds: ['MUNICIPALITY'] } }, ({ kind }) => kind !== 'MUNICIPALITY'],
];

const TERRITORIES: Case<TerritoryFilter>[] = [
  ['levels', { levels: ['REGION'] }, (row) => row['level'] === 'REGION'],
  ['what is around', { parentSlugs: ['jihomoravsky-kraj'] }, ({ slug }) => slug === 'brno'],
  [
    'codes',
    { or: [{ ruianCodes: ['554782'] }, { nutsCodes: ['CZ010'] }] },
    ({ slug }) => ['praha', 'hlavni-mesto-praha'].includes(slug),
  ],
];

interface Found {
  readonly totalCount: number;
  readonly nodes: readonly { readonly slug: string }[];
}

function expectSlugs(found: Found | null, rows: readonly AnsweredRow[]): void {
  expect(found?.nodes.map(({ slug }) => slug).toSorted()).toEqual(rows.map(({ slug }) => slug).toSorted());
  expect(found?.totalCount).toBe(rows.length);
}

describe.each(DATABASES)('filters on %s', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database);
  });
  afterAll(() => service.stop());

  it.each(TILES)('of tiles: %s', async (_name, filter, holds) => {
    const { tiles } = await service.read(FilteredTilesDocument, { filter });
    expectSlugs(tiles, answeredRows('tile').filter(holds));
  });

  it.each(FORMS)('of forms: %s', async (_name, filter, holds) => {
    const { forms } = await service.read(FilteredFormsDocument, { filter });
    expectSlugs(forms, answeredRows('form').filter(holds));
  });

  it.each(ENTRIES)('of all entries: %s', async (_name, filter, holds) => {
    const { entries } = await service.read(FilteredEntriesDocument, { filter });
    expectSlugs(entries, answeredEntries().filter(holds));
  });

  it.each(ORGANIZATIONS)('of organizations: %s', async (_name, filter, holds) => {
    const { organizations } = await service.read(FilteredOrganizationsDocument, { filter });
    expectSlugs(organizations, answeredRows('organizations').filter(holds));
  });

  it.each(TERRITORIES)('of territories: %s', async (_name, filter, holds) => {
    const { territories } = await service.read(FilteredTerritoriesDocument, { filter });
    expectSlugs(territories, answeredRows('territories').filter(holds));
  });

  it('of the other kinds: by what each has of its own', async () => {
    const found = await service.read(FilteredRestDocument, {
      dataViews: { connectedThrough: ['CMS_2_0'], requiredLevels: ['SUBSTANTIAL'] },
      pages: { topics: ['FACTS', 'LINKS'] },
      requirements: { codes: ['CMS_OR_EGSB'] },
      cooperationTypes: { codes: ['TILE', 'OTHER'], applicantKinds: ['MUNICIPALITY'] },
    });
    const slugs = (list: { nodes: { slug: string }[] } | null) => list?.nodes.map(({ slug }) => slug).toSorted();
    expect(slugs(found.dataViews)).toEqual(['udaje-nemovitosti']);
    expect(slugs(found.pages)).toEqual(['co-vedet-o-portalu', 'uzitecne-odkazy', 'zvlastnosti-zdrojoveho-dokumentu']);
    expect(slugs(found.requirements)).toEqual(['pozadavek-cms']);
    expect(slugs(found.cooperationTypes)).toEqual(['spoluprace-dlazdice', 'spoluprace-udaje']);
  });

  it('by global ids: those of the right type only', async () => {
    const { tiles } = await service.read(TileIdsDocument);
    const [one, other] = tiles?.nodes ?? [];
    const asForm = Buffer.from(other?.id ?? '', 'base64url')
      .toString()
      .replace('Tile:', 'Form:');
    const ids = [one?.id ?? '', Buffer.from(asForm).toString('base64url'), encodeGlobalId('Tile', newId())];
    const found = await service.read(FilteredTilesDocument, { filter: { ids } });
    const { entries } = await service.read(FilteredEntriesDocument, { filter: { ids } });
    expect(found.tiles?.nodes).toEqual([{ slug: one?.slug }]);
    expect(entries?.nodes).toEqual([{ slug: one?.slug }]);
  });

  it('are conditions that hold of the same rows in our own SQL as in that of Prisma', async () => {
    const { prisma } = service.database;
    const rows = await prisma.liveEntry.findMany({ include: { organization: { include: { territory: true } } } });
    const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 });
    const columnOf = (name: 'id' | 'kind' | 'slug' | 'titleKey' | 'audience') => rows.map((row) => row[name]);
    const instants = fc.constantFrom(...rows.map(({ updatedAt }) => updatedAt));
    const territories = rows.flatMap(({ organization: { territory } }) => territory?.slug ?? []);
    const leaf = fc.oneof(
      fc.constantFrom('id' as const, 'kind' as const, 'slug' as const, 'audience' as const).chain((name) => {
        const values = some<string>(columnOf(name));
        return fc.record({ [name]: fc.oneof(fc.record({ in: values }), fc.record({ notIn: values })) });
      }),
      fc.record({ terms: fc.record({ hasSome: some(rows.flatMap(({ terms }) => terms)) }) }),
      fc.record({ titleKey: fc.record({ gte: fc.constantFrom(...columnOf('titleKey')) }) }),
      fc.record({ updatedAt: fc.oneof(fc.record({ gte: instants }), fc.record({ lt: instants }), instants) }),
      fc.constant({ territoryId: null }),
      fc.record({ kind: fc.constantFrom(...columnOf('kind')) }),
      fc.record({
        organization: fc.oneof(
          fc.record({ kind: fc.record({ in: some(rows.map(({ organization: { kind } }) => kind)) }) }),
          fc.record({ territory: fc.record({ slug: fc.record({ in: some(territories) }) }) }),
        ),
      }),
    );
    const { condition } = fc.letrec<{ condition: object }>((tie) => ({
      condition: fc.oneof(
        { maxDepth: 3 },
        leaf,
        // Of an empty list Prisma takes the opposite for true as well.
        fc.record({ AND: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ OR: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ NOT: tie('condition') }),
      ),
    }));
    const orderBy = [{ titleKey: 'desc' as const }, { id: 'asc' as const }];
    await fc.assert(
      fc.asyncProperty(condition, condition, async (all, where) => {
        const wanted = await prisma.liveEntry.findMany({ where: { AND: [all, where] }, orderBy, select: { id: true } });
        const count = await prisma.liveEntry.count({ where: all });
        const columns = ['id', 'titleKey'];
        const idsOf = (json: unknown) => ((json ?? []) as { id: string }[]).map(({ id }) => id);
        const page = await readJson(
          prisma,
          rowsStatement('LiveEntry', { columns, where: { AND: [all, where] }, orderBy }),
        );
        expect(idsOf(page)).toEqual(wanted.map(({ id }) => id));
        expect(await readJson(prisma, countStatement('LiveEntry', all, 10_001))).toBe(count);
        const bound = { titleKey: { gte: rows[3]?.titleKey } };
        const counted = await readJson(
          prisma,
          countedStatement('LiveEntry', { columns, all, where: bound, orderBy, take: 5 }, 10_001),
        );
        const first = await prisma.liveEntry.findMany({ where: { AND: [all, bound] }, orderBy, take: 5 });
        expect(counted).toMatchObject({ count });
        expect(idsOf((counted as { rows: unknown }).rows)).toEqual(first.map(({ id }) => id));
      }),
      { numRuns: 60 },
    );
  });
});
