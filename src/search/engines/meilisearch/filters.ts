/** Filter expressions of Meilisearch. Pure. Every value is quoted, so that none of them is read as an expression. */
import type { SearchRequest } from '../../engine.ts';

/** The attribute has one of the values. */
export function isIn(attribute: string, values: readonly string[]): string {
  return `${attribute} IN [${values.map(quoted).join(', ')}]`;
}

export function both(filters: readonly string[]): string {
  return filters.map((one) => `(${one})`).join(' AND ');
}

export function either(filters: readonly string[]): string {
  return [...new Set(filters)].map((one) => `(${one})`).join(' OR ');
}

/** A filter, and how much it counts that it holds. */
export interface Counted {
  readonly filter: string;
  readonly share: number;
}

/** Shares are sums of fractions. */
const NEARLY = 1e-6;

/** Filters that hold together count so much, of which all of them are enough. */
export function enough(needed: number, counted: readonly Counted[]): string {
  const [first, ...others] = counted;
  if (!first) return '';
  const left = others.reduce((sum, { share }) => sum + share, 0);
  const isEnough = first.share >= needed - NEARLY;
  const withFirst = isEnough ? first.filter : both([first.filter, enough(needed - first.share, others)]);
  return left < needed - NEARLY ? withFirst : either([withFirst, enough(needed, others)]);
}

/** Who asks may find it, and the conditions of the request hold; null when nothing can fulfil them. */
export function conditionsOf({ audiences, filter }: Pick<SearchRequest, 'audiences' | 'filter'>): string | null {
  const facets = Object.entries(filter).map(([name, values]) => [`facets.${name}`, values] as const);
  const wanted = [['audience', audiences] as const, ...facets];
  if (wanted.some(([, values]) => values.length === 0)) return null;
  return both(wanted.map(([attribute, values]) => isIn(attribute, values)));
}

/** A value in quotes, in which nothing means anything else than itself. */
function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
