/** How much the terms of a document count in it: BM25+, over its fields. Pure. */
import { formsOf } from '../../analyzer/words.ts';
import type { SearchDocument } from '../../engine.ts';
import { BOOSTS, FIELDS, type Field, termsOfForms, textOf } from '../fields.ts';

/** Parameters of BM25+: how soon repeating a word stops to count, how much the length does, and the least for a word. */
const K = 1.2;
const B = 0.7;
const DELTA = 0.5;

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

/** Fields that name a thing, and those that tell of it: a word is rare or frequent in the former apart from the latter. */
export type Part = 0 | 1;
const PART_OF: Readonly<Record<Field, Part>> = {
  title: 0,
  keywords: 0,
  codes: 0,
  organization: 0,
  categories: 0,
  territory: 0,
  shortText: 1,
  longText: 1,
};

/** What a document is found by. */
export interface Analyzed {
  /** Weights of terms, of those in names and of those in texts. */
  readonly weights: readonly [names: ReadonlyMap<string, number>, texts: ReadonlyMap<string, number>];
  /** The words as they stand in it. */
  readonly forms: ReadonlySet<string>;
}

export function analyzed(document: SearchDocument): Analyzed {
  const weights = [new Map<string, number>(), new Map<string, number>()] as const;
  const all = new Set<string>();
  for (const field of FIELDS) {
    const forms = formsOf(textOf(document, field));
    const times = new Map<string, number>();
    for (const term of termsOfForms(forms, field)) times.set(term, (times.get(term) ?? 0) + 1);
    const length = times.size / USUAL_LENGTH[field];
    const ofPart = weights[PART_OF[field]];
    for (const [term, count] of times) {
      const frequent = (count * (K + 1)) / (count + K * (1 - B + B * length));
      ofPart.set(term, (ofPart.get(term) ?? 0) + BOOSTS[field] * (DELTA + frequent));
    }
    for (const form of forms) all.add(form);
  }
  return { weights, forms: all };
}

/** How much it says that a document has a term which so many of all have. */
export function rarity(having: number, documents: number): number {
  const known = Math.min(having, documents);
  return Math.log(1 + (documents - known + 0.5) / (known + 0.5));
}
