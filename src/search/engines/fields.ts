/** The fields of a document, the terms that an index holds of them, and how much they count. Shared by the engines. Pure. */
import type { Localized } from '../../kernel/locale.ts';
import { formsOf, keyOf, plainOf } from '../analyzer/words.ts';
import type { SearchDocument } from '../engine.ts';

/** How much a word counts in a field. */
export const BOOSTS = {
  title: 5,
  keywords: 3,
  codes: 5,
  organization: 1.5,
  shortText: 1.5,
  categories: 1,
  territory: 1,
  longText: 0.5,
};
export type Field = keyof typeof BOOSTS;

export const FIELDS = Object.keys(BOOSTS) as Field[];

/** Fields whose words are found by their beginnings, and count more in the very form that was typed. */
const BY_FORM: ReadonlySet<string> = new Set<Field>(['title', 'keywords', 'codes', 'organization', 'categories']);

/** How much an answer to a query in the words of a synonym counts. */
export const SYNONYM = 0.8;
/** Of the words of a query, the part that a document must have to be an answer. */
export const COVERAGE = 0.3;
/** Likewise where few documents have as much, and how much an answer counts then. */
export const FAR_COVERAGE = 0.15;
export const FAR = 0.3;
/** How much the beginning of a word counts, the word being longer. */
export const PREFIX = 0.6;

/** The texts of a field in all languages. */
export function textOf(document: SearchDocument, field: string): string {
  const texts = (value: Localized | null) => (value ? Object.values(value) : []);
  const { keywords, codes, categories } = document;
  if (field === 'keywords') return Object.values(keywords).flat().join(' ');
  if (field === 'codes') return codes.join(' ');
  if (field === 'categories') return categories.flatMap(texts).join(' ');
  return texts(document[field as 'title' | 'shortText' | 'longText' | 'organization' | 'territory']).join(' ');
}

/** Terms of a text: the keys of its words, and their forms where those count. */
export function indexedTerms(text: string, field: string | undefined): string[] {
  return termsOfForms(formsOf(text), field);
}

/** Likewise of the words of a text. */
export function termsOfForms(forms: readonly string[], field: string | undefined): string[] {
  const keys = forms.map(keyOf);
  return field && BY_FORM.has(field) ? [...keys, ...forms.map(formTerm)] : keys;
}

/** The term of a word's form, apart from those of keys. */
export const formTerm = (form: string) => `=${plainOf(form)}`;
export const isForm = (term: string) => term.startsWith('=');
