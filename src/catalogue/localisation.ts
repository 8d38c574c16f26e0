/** How far content is translated, and which translations are older than their source. */
import { isDeepStrictEqual } from 'node:util';
import { isLocalized, SOURCE_LOCALE } from '../kernel/locale.ts';

/** Texts of one field by locale; a text is a string or a list of keywords. */
interface LocalizedField {
  /** Path in the content, such as `steps.0.title`. */
  readonly path: string;
  readonly texts: Readonly<Record<string, unknown>>;
}

/** A translation whose source has changed since it was made. */
export interface StaleText {
  readonly path: string;
  readonly locale: string;
}

/** How far content is translated into one locale. */
export interface LocaleStatus {
  readonly locale: string;
  /** Number of texts in the source locale. */
  readonly total: number;
  /** Number of those that there are in this locale too. */
  readonly translated: number;
  /** Paths of the texts that are missing in this locale. */
  readonly missing: readonly string[];
  /** Paths of the texts that are older than their source. */
  readonly stale: readonly string[];
}

/** The status of `content` in each of `locales`. */
export function localeStatuses(
  content: unknown,
  stale: readonly StaleText[],
  locales: readonly string[],
): LocaleStatus[] {
  const fields = localizedFields('', content).filter(({ texts }) => !isEmpty(texts[SOURCE_LOCALE]));
  return locales.map((locale) => {
    const missing = fields.filter(({ texts }) => isEmpty(texts[locale])).map(({ path }) => path);
    const older = stale.filter((text) => text.locale === locale).map(({ path }) => path);
    return { locale, total: fields.length, translated: fields.length - missing.length, missing, stale: older };
  });
}

/**
 * The stale texts of `content` that was made from `base`: a translation becomes stale when its source changes without it,
 * and fresh when it changes itself.
 */
export function staleAfter(base: unknown, staleBefore: readonly StaleText[], content: unknown): StaleText[] {
  const before = new Map(localizedFields('', base).map(({ path, texts }) => [path, texts]));
  const wasStale = new Set(staleBefore.map(({ path, locale }) => `${path} ${locale}`));
  return localizedFields('', content).flatMap(({ path, texts }) => {
    const previous = before.get(path);
    if (!previous) return [];
    const sourceChanged = !isDeepStrictEqual(previous[SOURCE_LOCALE], texts[SOURCE_LOCALE]);
    return Object.keys(texts)
      .filter((locale) => locale !== SOURCE_LOCALE && isDeepStrictEqual(previous[locale], texts[locale]))
      .filter((locale) => sourceChanged || wasStale.has(`${path} ${locale}`))
      .map((locale) => ({ path, locale }));
  });
}

function localizedFields(path: string, value: unknown): LocalizedField[] {
  if (value === null || typeof value !== 'object') return [];
  if (isLocalized(value)) return [{ path, texts: value }];
  return Object.entries(value).flatMap(([key, item]) => localizedFields(path ? `${path}.${key}` : key, item));
}

function isEmpty(text: unknown): boolean {
  return text === undefined || text === null || (Array.isArray(text) && text.length === 0);
}
