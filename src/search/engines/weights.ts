/** How much the terms of a document count in it: BM25+, over its fields. Pure. */
import { formsOf, keyOf } from '../analyzer/words.ts';
import type { SearchDocument } from '../engine.ts';
import { BOOSTS, BY_FORM, FIELDS, type Field, formTerm, textOf } from './fields.ts';

/** Parameters of BM25+: how soon repeating a word stops to count, how much the length does, and the least for a word. */
const K = 1.2;
const B = 0.7;
const DELTA = 0.5;

/** How much the points of a longer word fall with its length, when its beginning was typed. */
export const LENGTH_COUNTS = 0.3;

/**
 * Different terms that a field has, as a rule. Lengths are compared with these and not with the average of what the index holds, so that
 * what a document counts does not depend on the others.
 */
const USUAL_LENGTH: Readonly<Record<Field, number>> = {
  title: 15,
  keywords: 14,
  codes: 4,
  organization: 7,
  shortText: 14,
  categories: 5,
  territory: 2,
  longText: 100,
};

/** Parts of a document: what names it, what it belongs to, what is told of it. A word is rare or frequent in each of them apart. */
export const PARTS = ['names', 'places', 'texts'] as const;
export type Part = (typeof PARTS)[number];
const PART_OF: Readonly<Record<Field, Part>> = {
  title: 'names',
  keywords: 'names',
  codes: 'names',
  organization: 'places',
  categories: 'places',
  territory: 'places',
  shortText: 'texts',
  longText: 'texts',
};

/** What a document is found by. */
export interface Analyzed {
  /** Weights of its terms in each of the parts. */
  readonly weights: readonly ReadonlyMap<string, number>[];
  /** The words as they stand in it, with their keys. */
  readonly forms: ReadonlyMap<string, string>;
}

export function analyzed(document: SearchDocument): Analyzed {
  const weights = PARTS.map(() => new Map<string, number>());
  const all = new Map<string, string>();
  for (const field of FIELDS) {
    const times = timesOf(textOf(document, field), BY_FORM.has(field), all);
    const length = times.size / USUAL_LENGTH[field];
    const ofPart = weights[PARTS.indexOf(PART_OF[field])] as Map<string, number>;
    for (const [term, count] of times) {
      const frequent = (count * (K + 1)) / (count + K * (1 - B + B * length));
      ofPart.set(term, (ofPart.get(term) ?? 0) + BOOSTS[field] * (DELTA + frequent));
    }
  }
  return { weights, forms: all };
}

/** How often each term is in a text. Counted by form first: most forms of a long text come again. */
function timesOf(text: string, isByForm: boolean, all: Map<string, string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const form of formsOf(text)) counts.set(form, (counts.get(form) ?? 0) + 1);
  const times = new Map<string, number>();
  for (const [form, count] of counts) {
    const key = keyOf(form);
    all.set(form, key);
    times.set(key, (times.get(key) ?? 0) + count);
    if (!isByForm) continue;
    const term = formTerm(form);
    times.set(term, (times.get(term) ?? 0) + count);
  }
  return times;
}

/** How much it says that a document has a term which so many of all have. */
export function rarity(having: number, documents: number): number {
  const known = Math.min(having, documents);
  return Math.log(1 + (documents - known + 0.5) / (known + 0.5));
}
