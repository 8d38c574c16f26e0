/** The settings of the index as code, and the version of all that it is made by. */
import type { Settings } from 'meilisearch';
import { digestOf } from '../../../kernel/digest.ts';
import { WORDS_VERSION } from '../../analyzer/words.ts';

/** Grows when documents are put in another shape. */
const FORMAT = 1;

/** More than there are: totals, values of facets and terms are never cut off. */
const ALL = 10_000_000;

/**
 * Terms are filtered by, not searched: an analyzer of ours has cut them down, and a document that has a term has it exactly. What
 * Meilisearch would do with words on its own is off, which also makes indexing twice as fast.
 */
export const SETTINGS = {
  displayedAttributes: ['id', 'version', 'kind', 'weights'],
  searchableAttributes: [],
  filterableAttributes: [
    {
      attributePatterns: ['id', 'audience', 'facets.*', 'title', 'parts.*', 'words'],
      features: { facetSearch: false, filter: { equality: true, comparison: false } },
    },
  ],
  sortableAttributes: [],
  rankingRules: [],
  typoTolerance: { enabled: false },
  prefixSearch: 'disabled',
  facetSearch: false,
  proximityPrecision: 'byAttribute',
  faceting: { maxValuesPerFacet: ALL },
  pagination: { maxTotalHits: ALL },
} satisfies Settings;

/** Another one whenever the settings, the analyzer or the shape of documents are: programs with different ones use different indexes. */
export const INDEX_VERSION = digestOf({ FORMAT, WORDS_VERSION, SETTINGS }).slice(0, 8);
