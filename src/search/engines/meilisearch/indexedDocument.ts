/** A document as Meilisearch holds it: no text that people read, only what it is found, counted and ranked by. Pure. */

import { wordsOf } from '../../analyzer/words.ts';
import type { FacetName, SearchDocument } from '../../engine.ts';
import { FIELDS, type Field, indexedTerms, textOf } from '../fields.ts';

export interface IndexedDocument {
  readonly id: string;
  readonly version: string;
  readonly kind: string;
  readonly audience: string;
  readonly facets: Readonly<Record<FacetName, readonly string[]>>;
  /** Terms of each field that has any, each of them once. */
  readonly terms: Readonly<Partial<Record<Field, readonly string[]>>>;
  /** How many different terms each of these fields has. */
  readonly lengths: Readonly<Partial<Record<Field, number>>>;
  /** All terms of each of these fields, with a space on either side of each. */
  readonly bags: Readonly<Partial<Record<Field, string>>>;
  /** Keys of all words with the forms that they stand in, such as "prukaz průkazu". */
  readonly words: readonly string[];
}

/** What is read of a document to rank it. */
export type Candidate = Pick<IndexedDocument, 'id' | 'kind' | 'lengths' | 'bags'>;

export function indexedDocument(document: SearchDocument): IndexedDocument {
  const { id, version, kind, audience, facets } = document;
  const terms: Partial<Record<Field, string[]>> = {};
  const lengths: Partial<Record<Field, number>> = {};
  const bags: Partial<Record<Field, string>> = {};
  const words = new Set<string>();
  for (const field of FIELDS) {
    const text = textOf(document, field);
    const all = indexedTerms(text, field);
    if (all.length === 0) continue;
    const distinct = [...new Set(all)];
    terms[field] = distinct;
    lengths[field] = distinct.length;
    bags[field] = all.map((term) => ` ${term} `).join('');
    for (const { key, start, end } of wordsOf(text)) words.add(`${key} ${text.slice(start, end).toLowerCase()}`);
  }
  return { id, version, kind, audience, facets, terms, lengths, bags, words: [...words] };
}

/** How many times a term stands in a bag. */
export function timesIn(bag: string, term: string): number {
  const wanted = ` ${term} `;
  let times = 0;
  for (let at = bag.indexOf(wanted); at >= 0; at = bag.indexOf(wanted, at + wanted.length)) times += 1;
  return times;
}
