/** The port of search engines: what an index is fed with, asked, and answers. One contract suite runs against every adapter. */
import type { Locale, Localized } from '../kernel/locale.ts';
import type { PublishedSynonym } from './publishedSynonyms.ts';

/** What can be filtered by and counted; values are enumeration values, codes, or ids of categories and territories. */
export const FACETS = [
  'kind',
  'category',
  'organizationKind',
  'territory',
  'level',
  'deployment',
  'cooperationType',
] as const;
export type FacetName = (typeof FACETS)[number];

/** A whole entry or organization as the index holds it. Made by `documents.ts` from published content alone. */
export interface SearchDocument {
  /** Id of the entry or the organization. */
  readonly id: string;
  /** Equal for equal documents, another one whenever the document is; compared, not ordered. */
  readonly version: string;
  /** Kind of the entry, or `organization`. */
  readonly kind: string;
  /** Who may find it: `PUBLIC` or `SIGNED_IN`. */
  readonly audience: string;
  readonly title: Localized;
  readonly shortText: Localized | null;
  /** Markdown. */
  readonly longText: Localized | null;
  readonly keywords: Localized<readonly string[]>;
  /** Identifiers such as A1234 or an IČO, found whole. */
  readonly codes: readonly string[];
  /** Name of the organization that provides it. */
  readonly organization: Localized | null;
  readonly categories: readonly Localized[];
  readonly territory: Localized | null;
  readonly facets: Readonly<Record<FacetName, readonly string[]>>;
}

/** A question. */
export interface SearchRequest {
  /** Not empty, 256 characters at the most. */
  readonly query: string;
  readonly locale: Locale;
  /** Only documents for one of these audiences are found and counted. */
  readonly audiences: readonly string[];
  /** Only documents that have, of every facet given, one of the values; an empty list lets nothing through. */
  readonly filter: Readonly<Partial<Record<FacetName, readonly string[]>>>;
  /** What to count among all that is found, the filter holding. */
  readonly facets: readonly FacetName[];
  /** Hits to leave out at the start, and to answer at the most. */
  readonly offset: number;
  readonly limit: number;
}

/** What words of the texts of hits are marked by. */
export interface Marks {
  /** Keys of words. */
  readonly keys: ReadonlySet<string>;
  /** What keys begin with, or forms do, which are written with `=` before them. */
  readonly beginnings: readonly string[];
}

/** An answer: hits best first. */
export interface SearchAnswer {
  readonly hits: readonly { readonly id: string; readonly kind: string }[];
  /** How many documents were found, on all pages. */
  readonly total: number;
  /** How many of them have each value. */
  readonly facets: Readonly<Partial<Record<FacetName, ReadonlyMap<string, number>>>>;
  /** The query as it was probably meant; null when it stands for itself. */
  readonly correctedQuery: string | null;
  /** All that was looked for: words of the query, of synonyms, in other spellings, and guesses. */
  readonly marks: Marks;
  /** Whether a spare engine answered. */
  readonly degraded: boolean;
}

export interface SearchEngine {
  /** For operators, such as `embedded`. */
  readonly name: string;
  /**
   * @param signal gives the search up
   * @throws DomainError SEARCH_UNAVAILABLE when nobody can answer
   */
  search(request: SearchRequest, signal?: AbortSignal): Promise<SearchAnswer>;
  /** Puts whole documents in the place of those with the same ids; may be repeated. Done when they can be found. */
  put(documents: readonly SearchDocument[]): Promise<void>;
  /** Takes documents out; those that are not there are no error. */
  remove(ids: readonly string[]): Promise<void>;
  /** The version of each document that the index holds, by id. */
  versions(): Promise<ReadonlyMap<string, string>>;
  /** Takes all published synonyms in the place of those before, from the next question on. */
  useSynonyms(synonyms: readonly PublishedSynonym[]): void;
}
