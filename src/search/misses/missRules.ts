/** Which searches without a result may be kept: words, never anything that could tell of a person. Pure. */

/** Longest query that is kept, in characters: longer ones are sentences, and sentences tell of people. */
const LONGEST = 60;
/** Digits in a query at the most: a birth number has nine or ten, a telephone number nine, a document eight, a postcode five. */
const MOST_DIGITS = 4;

/** Two words in a row that begin with a capital and go on in small letters: a name and a surname, or a town. */
const NAME = /(?<!\p{L})\p{Lu}\p{Ll}+[\s,]+(?:\p{Lu}\.?[\s,]+)?\p{Lu}\p{Ll}+/u;
/** Words beside which a name stands. */
const BESIDE_NAMES =
  /(?<!\p{L})(?:pan|paní|pán|slečna|mgr|ing|judr|mudr|bc|jmenuji|jmenuju|narozen[áý]?|nar|bytem|č\.? ?j|sp\.? ?zn)(?!\p{L})/iu;

/** Days for which it is kept. */
export const MISS_DAYS = 30;

/**
 * The query as it is counted, so that the same words in other capitals or spaces are one; null when it must not be kept: with
 * an address of mail or of the web, with more digits than a year has, with what looks like a name or stands beside one, or too long.
 */
export function keptQuery(query: string): string | null {
  const normal = query
    .normalize('NFKC')
    .toLocaleLowerCase('cs')
    .replace(/[\p{White_Space}\p{Cc}]+/gu, ' ')
    .trim();
  if (normal === '' || [...normal].length > LONGEST) return null;
  if (NAME.test(query.normalize('NFC')) || BESIDE_NAMES.test(normal)) return null;
  if (/[@/\\]|www\.|zavináč/u.test(normal)) return null;
  if ((normal.match(/\p{Nd}/gu) ?? []).length > MOST_DIGITS) return null;
  return /\p{L}/u.test(normal) ? normal : null;
}

/** The first day that is still kept on the day of `now`, as UTC midnight. */
export function firstKeptDay(now: Date): Date {
  return new Date(dayOf(now).getTime() - (MISS_DAYS - 1) * 86_400_000);
}

/** The day of an instant, as UTC midnight: what a date column holds. */
export function dayOf(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}
