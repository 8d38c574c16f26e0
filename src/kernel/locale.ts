/**
 * Locales of texts: BCP 47 tags (RFC 5646) cut down to language[-Script][-REGION].
 */
import { LRUCache } from 'lru-cache';

/** The locale that every text is written in first. */
export const SOURCE_LOCALE = 'cs';

/** Locales that the catalogue is edited in: what editors are told is missing, and readers are offered first. */
export const EDITED_LOCALES = ['cs', 'en', 'uk'] as const;

/** Locales that texts may be written in. */
export const WRITABLE_LOCALES = [...EDITED_LOCALES, 'de', 'pl', 'sk', 'vi'] as const;

/** language[-Script][-REGION], e.g. `cs`, `en-GB`, `sr-Latn-RS`. */
export const LOCALE_PATTERN = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/;

/** A BCP 47 tag that matches {@link LOCALE_PATTERN}. */
export type Locale = string;

/** Values per locale; the source locale is always present. */
export type Localized<T = string> = { readonly cs: T } & { readonly [locale: Locale]: T };

/** Localised texts are the only objects whose keys are language tags, Czech among them. */
export function isLocalized(value: object): value is Readonly<Record<string, unknown>> {
  return !Array.isArray(value) && SOURCE_LOCALE in value && Object.keys(value).every((key) => LOCALE_PATTERN.test(key));
}

/** Readers of these languages understand Czech better than English. */
const READS_CZECH = new Set(['cs', 'sk']);

/**
 * Locales to try for a reader who asked for `locale`, best first: the tag itself, its language, English for
 * readers who do not read Czech, and Czech, which always exists.
 */
export function fallbackChain(locale: Locale): readonly Locale[] {
  const known = chains.get(locale);
  if (known) return known;
  const language = languageOf(locale);
  const bridge = READS_CZECH.has(language) ? [] : ['en'];
  const chain = [...new Set([locale, language, ...bridge, SOURCE_LOCALE])];
  chains.set(locale, chain);
  return chain;
}

/** Chains by locale: one is asked for by every text of an answer. Readers choose locales, so there is an end to them. */
const chains = new LRUCache<Locale, readonly Locale[]>({ max: 200 });

/** What a reader is served of a localised value. */
export interface Served<T> {
  readonly value: T;
  readonly locale: Locale;
  /** True when `locale` is another language than the one asked for. */
  readonly isFallback: boolean;
}

/** Picks the best locale of `texts` for a reader of `locale`. */
export function serve<T>(texts: Localized<T>, locale: Locale): Served<T> {
  const served = servedLocale(texts, locale);
  return { value: texts[served] as T, locale: served, isFallback: languageOf(served) !== languageOf(locale) };
}

/** The value alone of what {@link serve} picks. */
export function servedValue<T>(texts: Localized<T>, locale: Locale): T {
  return texts[servedLocale(texts, locale)] as T;
}

function servedLocale(texts: Localized<unknown>, locale: Locale): Locale {
  if (texts[locale] !== undefined) return locale;
  return fallbackChain(locale).find((candidate) => texts[candidate] !== undefined) ?? SOURCE_LOCALE;
}

function languageOf(locale: Locale): string {
  return locale.split('-')[0] as string;
}
