/** Differences between two contents, by field and locale. */
import { isDeepStrictEqual } from 'node:util';
import { isLocalized } from '../kernel/locale.ts';

export type ChangeKind = 'ADDED' | 'REMOVED' | 'CHANGED';

/** A field that differs. */
export interface FieldChange {
  /** Path of the field, such as `conditions.ownPortal.holds`; without the locale. */
  readonly path: string;
  /** Locale of the text that differs; null for what is the same in all languages. */
  readonly locale: string | null;
  readonly kind: ChangeKind;
  readonly before: unknown;
  readonly after: unknown;
}

/** What has to change in `before` to make it `after`, in the order of the fields. */
export function diffContent(before: unknown, after: unknown): FieldChange[] {
  return diffAt('', before, after);
}

function diffAt(path: string, before: unknown, after: unknown): FieldChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const localized = isLocalized(before) && isLocalized(after);
    return keysOf(before, after).flatMap((key) =>
      localized ? changeOf(path, key, before[key], after[key]) : diffAt(join(path, key), before[key], after[key]),
    );
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length && before.every(isRecord)) {
    return before.flatMap((item, index) => diffAt(join(path, String(index)), item, after[index]));
  }
  return changeOf(path, null, before, after);
}

function changeOf(path: string, locale: string | null, before: unknown, after: unknown): FieldChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  const kind = isAbsent(before) ? 'ADDED' : isAbsent(after) ? 'REMOVED' : 'CHANGED';
  return [{ path, locale, kind, before: before ?? null, after: after ?? null }];
}

const isAbsent = (value: unknown) => value === null || value === undefined;
const join = (path: string, key: string) => (path ? `${path}.${key}` : key);
const keysOf = (one: object, other: object) => [...new Set([...Object.keys(one), ...Object.keys(other)])];

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
