/** The documents of the index: pure functions of live rows and of what they name. */
import type { CommonBody } from '../catalogue/projection.ts';
import { term } from '../catalogue/terms.ts';
import type { Localized } from '../kernel/locale.ts';
import type { SearchDocument } from './engine.ts';
import type { EntryStamp, IndexedEntry, Sources, Surroundings } from './sources.ts';

/** Grows when documents are made in another way, so that those in a kept index are made again. */
export const PROJECTION = 1;

/** Terms whose values are codes that people look for. */
const CODES = ['formId', 'agenda', 'service', 'act', 'code'];

/** Kind of the documents of organizations. */
export const ORGANIZATION = 'organization';
/** Kind of categories among suggestions. */
export const CATEGORY = 'category';

/** The documents of what was read. */
export function documentsOf(sources: Sources): SearchDocument[] {
  return [
    ...sources.entries.map((entry) => entryDocument(entry, sources)),
    ...sources.subjects.flatMap((id) => {
      const document = organizationDocument(id, sources);
      return document ? [document] : [];
    }),
  ];
}

function entryDocument(entry: IndexedEntry, around: Surroundings): SearchDocument {
  const { longText, keywords } = entry.body as unknown as CommonBody;
  const organization = around.organizations.get(entry.organizationId);
  return {
    id: entry.id,
    version: entryVersion(entry, around),
    kind: entry.kind,
    audience: entry.audience,
    title: entry.title as Localized,
    shortText: entry.shortText as Localized,
    longText,
    keywords,
    codes: CODES.flatMap((name) => valuesOf(entry.terms, name)),
    organization: (organization?.name as Localized | undefined) ?? null,
    categories: entry.categoryIds.flatMap((id) => (around.categories.get(id)?.name as Localized | undefined) ?? []),
    territory: nameOfTerritory(entry.territoryId, around),
    facets: {
      kind: [entry.kind],
      category: entry.categoryIds,
      organizationKind: organization ? [organization.kind] : [],
      territory: entry.territoryId ? [entry.territoryId] : [],
      level: valuesOf(entry.terms, 'level'),
      deployment: valuesOf(entry.terms, 'deployment'),
      cooperationType: valuesOf(entry.terms, 'cooperation'),
    },
  };
}

function organizationDocument(id: string, around: Surroundings): SearchDocument | null {
  const organization = around.organizations.get(id);
  if (!organization) return null;
  const { name, description, keywords, kind, ico, dataBoxId, ovmId, territoryId } = organization;
  return {
    id,
    version: organizationVersion(id, around),
    kind: ORGANIZATION,
    audience: 'PUBLIC',
    title: name as Localized,
    shortText: description as Localized | null,
    longText: null,
    keywords: keywords as Localized<string[]>,
    codes: [ico, dataBoxId, ovmId].filter((code) => code !== null),
    organization: null,
    categories: [],
    territory: nameOfTerritory(territoryId, around),
    facets: {
      kind: [ORGANIZATION],
      category: [],
      organizationKind: [kind],
      territory: territoryId ? [territoryId] : [],
      level: [],
      deployment: [],
      cooperationType: [],
    },
  };
}

/** Values of the terms with a name. */
function valuesOf(terms: readonly string[], name: string): string[] {
  const start = term(name, '');
  return terms.filter((one) => one.startsWith(start)).map((one) => one.slice(start.length));
}

function nameOfTerritory(id: string | null, { territories }: Surroundings): Localized | null {
  return ((id && territories.get(id)?.name) as Localized | undefined) || null;
}

/** Changes whenever the document of the entry does: with its version, and with whatever it names. */
export function entryVersion(entry: EntryStamp, around: Surroundings): string {
  const named = [
    around.organizations.get(entry.organizationId),
    ...entry.categoryIds.map((id) => around.categories.get(id)),
    entry.territoryId ? around.territories.get(entry.territoryId) : undefined,
  ];
  return [PROJECTION, entry.versionId, ...named.map(stampOf)].join(' ');
}

/** Likewise of an organization. */
export function organizationVersion(id: string, { organizations, territories }: Surroundings): string {
  const organization = organizations.get(id);
  const territory = organization?.territoryId ? territories.get(organization.territoryId) : undefined;
  return [PROJECTION, stampOf(organization), stampOf(territory)].join(' ');
}

function stampOf(row: { readonly updatedAt: Date } | undefined): string {
  return row ? row.updatedAt.getTime().toString(36) : '-';
}
