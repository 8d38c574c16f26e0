/** Filter expressions of Meilisearch. Pure. Every value is quoted, so that none of them is read as an expression. */
import type { SearchRequest } from '../../engine.ts';
import { FIELDS, type Field } from '../fields.ts';

/** A document has in one of the fields one of the terms. */
export function hasAny(terms: readonly string[], fields: readonly Field[] = FIELDS): string {
  return either(fields.map((field) => isIn(`terms.${field}`, terms)));
}

/** The attribute has one of the values. */
export function isIn(attribute: string, values: readonly string[]): string {
  return `${attribute} IN [${values.map(quoted).join(', ')}]`;
}

export function both(...filters: readonly string[]): string {
  return filters.map((one) => `(${one})`).join(' AND ');
}

export function either(filters: readonly string[]): string {
  return [...new Set(filters)].map((one) => `(${one})`).join(' OR ');
}

/** So many of the filters hold, of which there are as many at least. */
export function atLeast(count: number, filters: readonly string[]): string {
  const [first = '', ...others] = filters;
  if (count === 1) return either(filters);
  if (count >= filters.length) return both(...filters);
  return either([both(first, atLeast(count - 1, others)), atLeast(count, others)]);
}

/** Who asks may find it, and the conditions of the request hold; null when nothing can fulfil them. */
export function conditionsOf({ audiences, filter }: Pick<SearchRequest, 'audiences' | 'filter'>): string | null {
  const wanted = {
    audience: audiences,
    ...Object.fromEntries(Object.entries(filter).map(([name, any]) => [`facets.${name}`, any])),
  };
  if (Object.values(wanted).some((values) => values.length === 0)) return null;
  return both(...Object.entries(wanted).map(([attribute, values]) => isIn(attribute, values)));
}

/** A value in quotes, in which nothing means anything else than itself. */
function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
