import { DomainError } from '../kernel/errors.ts';
import { builder } from './builder.ts';
import { say } from './messages.ts';

/** What every filter input has: conditions of one input all hold together. */
export interface Combinators<Filter> {
  readonly and?: readonly Filter[] | null;
  readonly or?: readonly Filter[] | null;
  readonly not?: Filter | null;
}

/** Filters inside each other, at the most. */
const MAX_DEPTH = 5;
/** Values in a filter at the most, in all its lists together; a statement takes no more than 32,767. */
const MAX_VALUES = 1_000;

/**
 * The database condition of a filter; `leaf` answers the conditions of the filter's own fields.
 * @throws DomainError INVALID_INPUT for filters that are too large or nested too deep, and for an empty `or`.
 */
export function composeFilter<Filter extends Combinators<Filter>>(
  filter: Filter | null | undefined,
  leaf: (filter: Filter) => object[],
  depth = 1,
): { AND: object[] } {
  if (!filter) return { AND: [] };
  if (depth === 1 && countValues(filter) > MAX_VALUES)
    throw new DomainError('INVALID_INPUT', say('A filter may have {max} values at the most.', { max: MAX_VALUES }));
  if (depth > MAX_DEPTH)
    throw new DomainError('INVALID_INPUT', say('A filter may be nested {max} deep at the most.', { max: MAX_DEPTH }));
  if (filter.or?.length === 0)
    throw new DomainError('INVALID_INPUT', say('or must have at least one filter; leave it out for none.'));
  const compose = (inner: Filter) => composeFilter(inner, leaf, depth + 1);
  return {
    AND: [
      ...leaf(filter),
      ...(filter.and ?? []).map(compose),
      ...(filter.or ? [{ OR: filter.or.map(compose) }] : []),
      ...(filter.not ? [{ NOT: compose(filter.not) }] : []),
    ],
  };
}

/** Values in a filter, the filters in it included. */
function countValues(value: unknown): number {
  if (value === null || typeof value !== 'object') return 1;
  return Object.values(value).reduce((sum: number, item: unknown) => sum + countValues(item), 1);
}

/** A span of time; the start belongs to it, the end does not. */
export interface DateTimeRange {
  readonly since?: Date | null;
  readonly until?: Date | null;
}

export const DateTimeRangeInput = builder.inputRef<DateTimeRange>('DateTimeRange').implement({
  description: 'A span of time; either end may be left open.',
  fields: (t) => ({
    since: t.field({ type: 'DateTime', description: 'From this instant on.' }),
    until: t.field({ type: 'DateTime', description: 'Up to this instant, which is not in the span any more.' }),
  }),
});

/** Condition of a column on a span. */
export function inRange(column: string, range: DateTimeRange | null | undefined): object[] {
  if (!range) return [];
  return [{ [column]: { ...(range.since ? { gte: range.since } : {}), ...(range.until ? { lt: range.until } : {}) } }];
}

/** Condition of a column on a list of values; none when the list is absent. */
export function isOneOf(column: string, values: readonly unknown[] | null | undefined): object[] {
  return values ? [{ [column]: { in: [...values] } }] : [];
}
