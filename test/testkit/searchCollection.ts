/** The test collection of Czech catalogue search: documents, queries in classes, judgments from 0 to 3. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/projectRoot.ts';
import { FACETS, type FacetName, type SearchDocument } from '../../src/search/engine.ts';
import type { PublishedSynonym } from '../../src/search/publishedSynonyms.ts';

interface CollectionDocument {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly titleEn?: string;
  readonly description?: string;
  readonly category?: string;
  readonly keywords?: string[];
  readonly keywordsEn?: string[];
  readonly organization?: string;
}

export interface CollectionQuery {
  readonly id: string;
  readonly class: string;
  readonly query: string;
  readonly lang: string;
}

const read = (path: string) => JSON.parse(readFileSync(join(projectRoot(), path), 'utf8'));

const NO_FACETS = Object.fromEntries(FACETS.map((name) => [name, []])) as unknown as Record<FacetName, string[]>;

/** The documents as the index holds them. */
export function collectionDocuments(): SearchDocument[] {
  return (read('test/search/docs.json') as CollectionDocument[]).map((one) => ({
    id: one.id,
    version: '1',
    kind: one.type,
    audience: 'PUBLIC',
    title: { cs: one.title, ...(one.titleEn && { en: one.titleEn }) },
    shortText: one.description ? { cs: one.description } : null,
    longText: null,
    keywords: { cs: one.keywords ?? [], en: one.keywordsEn ?? [] },
    codes: [],
    organization: one.organization ? { cs: one.organization } : null,
    categories: one.category ? [{ cs: one.category }] : [],
    territory: null,
    facets: { ...NO_FACETS, kind: [one.type] },
  }));
}

export const collectionQueries = (): CollectionQuery[] => read('test/search/queries.json');

/** Queries of our own by class, each with the documents that answer it; written without looking at what an engine answers. */
export const ownQueries = (): Record<string, Record<string, string[]>> => read('test/search/ownQueries.json');

/** What people ask in whole sentences, each with documents of which one is wanted. */
export const questionsOfPeople = (): Record<string, string[]> => read('test/search/questions.json');

/** The synonyms of the seed, whose pinned entries have the ids that the collection has. */
export function seededSynonyms(): PublishedSynonym[] {
  type Row = { slug: string; pinned?: string[] } & Pick<PublishedSynonym, 'terms'> &
    Partial<Pick<PublishedSynonym, 'expansions' | 'direction'>>;
  return (read('seed/catalogue/synonyms.json') as Row[]).map(
    ({ slug, pinned = [], expansions = { cs: [] }, direction = 'ONE_WAY', terms }) => ({
      ...{ id: slug, terms, expansions, direction },
      pinned: pinned.map((symbol) => symbol.split('/').at(-1) as string),
    }),
  );
}

/** Judgments of a query by document, from 1 to 3. */
export function gradesOf(queryId: string): ReadonlyMap<string, number> {
  return new Map(
    Object.entries((read('test/search/qrels.json') as Record<string, Record<string, number>>)[queryId] ?? {}),
  );
}

/** nDCG@10 with the gain 2^grade − 1, and whether nothing came, of one ranked answer. */
export function judged(queryId: string, ranked: readonly string[]): { ndcg: number; isEmpty: boolean } {
  const grades = gradesOf(queryId);
  const gain = (all: readonly number[]) =>
    all.slice(0, 10).reduce((sum, grade, place) => sum + (2 ** grade - 1) / Math.log2(place + 2), 0);
  const ideal = gain([...grades.values()].sort((one, other) => other - one));
  return { ndcg: gain(ranked.map((id) => grades.get(id) ?? 0)) / ideal, isEmpty: ranked.length === 0 };
}
