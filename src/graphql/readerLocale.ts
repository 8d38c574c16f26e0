import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';
import { EDITED_LOCALES, LOCALE_PATTERN, type Locale, SOURCE_LOCALE } from '../kernel/locale.ts';
import { type Language, languageFor } from '../kernel/message.ts';

/** Characters of an Accept-Language header that are read; a longer one counts as absent. */
const MAX_HEADER = 500;

/**
 * The reader's language by Accept-Language (RFC 9110, section 12.5.4): the best one that the catalogue is edited in, or
 * else the best one at all, so that the answer can tell that it is a fallback.
 */
export function readerLocale(header: string | null): Locale {
  if (!header || header.length > MAX_HEADER) return SOURCE_LOCALE;
  const negotiator = new Negotiator({ headers: { 'accept-language': header } });
  const edited = negotiator.language([...EDITED_LOCALES]);
  const wanted = negotiator.languages().find((tag) => LOCALE_PATTERN.test(tag));
  return edited ?? wanted ?? SOURCE_LOCALE;
}

/**
 * The language of messages, by the same header. Who names no language is a program: it is told in English, as the schema's
 * descriptions are.
 */
export function readerLanguage(header: string | null): Language {
  return header && header.trim() !== '*' ? languageFor(readerLocale(header)) : 'en';
}

/** Who sends an Accept-Language header, as far as texts go. */
export interface ReaderLanguage {
  readonly locale: Locale;
  readonly language: Language;
}

/** Few headers come again and again; taking one apart costs more than all the rest that is known of a reader. */
const known = new LRUCache<string, ReaderLanguage>({ max: 500 });

/** {@link readerLocale} and {@link readerLanguage}. */
export function readerOf(header: string | null): ReaderLanguage {
  const present = known.get(header ?? '');
  if (present) return present;
  const reader = { locale: readerLocale(header), language: readerLanguage(header) };
  if ((header?.length ?? 0) <= MAX_HEADER) known.set(header ?? '', reader);
  return reader;
}
