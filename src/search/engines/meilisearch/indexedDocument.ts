/** A document as Meilisearch holds it: no text that people read, only what it is found, counted and ranked by. Pure. */
import { formsOf, keyOf } from '../../analyzer/words.ts';
import type { FacetName, SearchDocument } from '../../engine.ts';
import { formTerm, PREFIX, textOf } from '../fields.ts';
import { analyzed, LENGTH_COUNTS, PARTS, type Part } from '../weights.ts';

export interface IndexedDocument {
  readonly id: string;
  readonly version: string;
  readonly kind: string;
  readonly audience: string;
  readonly facets: Readonly<Record<FacetName, readonly string[]>>;
  /** Terms of the title, and of each part that has any. */
  readonly title: readonly string[];
  readonly parts: Readonly<Partial<Record<Part, readonly string[]>>>;
  /** Terms of each of these parts with their weights: " ridic:12.1 prukaz:6.05 ". */
  readonly weights: Readonly<Partial<Record<Part, string>>>;
  /** Keys of all words with the forms that they stand in, such as "prukaz průkazu". */
  readonly words: readonly string[];
}

/** What is read of a document to rank it. */
export type Candidate = Pick<IndexedDocument, 'id' | 'kind' | 'weights'>;

export function indexedDocument(document: SearchDocument): IndexedDocument {
  const { id, version, kind, audience, facets } = document;
  const { weights, forms } = analyzed(document);
  const filled = PARTS.map((part, place) => [part, [...(weights[place] ?? [])]] as const).filter(
    ([, all]) => all.length > 0,
  );
  return {
    ...{ id, version, kind, audience, facets },
    title: [...new Set(formsOf(textOf(document, 'title')).flatMap((form) => [keyOf(form), formTerm(form)]))],
    parts: Object.fromEntries(filled.map(([part, all]) => [part, all.map(([term]) => term)])),
    weights: Object.fromEntries(
      filled.map(([part, all]) => [part, ` ${all.map(([term, weight]) => `${term}:${weight.toFixed(2)}`).join(' ')} `]),
    ),
    words: [...new Set([...forms].map(([form, key]) => `${key} ${form.toLowerCase()}`))],
  };
}

/** The weight of a term in a part; 0 where it is not. */
export function weightIn(part: string, term: string): number {
  const at = part.indexOf(` ${term}:`);
  return at < 0 ? 0 : numberAt(part, at + term.length + 2);
}

/** The best weight of the terms that begin so, of which longer ones count less. */
export function weightOfBeginning(part: string, beginning: string): number {
  const wanted = ` ${beginning}`;
  let best = 0;
  for (let at = part.indexOf(wanted); at >= 0; at = part.indexOf(wanted, at + 1)) {
    const colon = part.indexOf(':', at);
    best = Math.max(best, shareOf(colon - at - 1, beginning.length) * numberAt(part, colon + 1));
  }
  return best;
}

/** How much a word of so many letters counts by its beginning. */
function shareOf(length: number, beginning: number): number {
  return length === beginning ? 1 : (PREFIX * length) / (length + LENGTH_COUNTS * (length - beginning));
}

const numberAt = (part: string, at: number) => Number.parseFloat(part.slice(at, at + 10));
