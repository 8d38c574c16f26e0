/**
 * Building blocks of typed content: zod schemas shared by the kinds and the reference data.
 * Every message says what would be right.
 */
import { z } from 'zod';
import { LOCALE_PATTERN, type Localized, SOURCE_LOCALE } from './locale.ts';
import { ruleBy } from './message.ts';
import { rule, say } from './messages.ts';

/** Limits of texts, in Unicode code points. */
export const LIMITS = {
  title: 120,
  shortText: 300,
  longText: 20_000,
  keyword: 60,
  keywords: 50,
  note: 1_000,
  name: 200,
  url: 2_000,
} as const;

const CONTROL = /(?![\t\n\r])\p{Cc}/u;
const LINE_BREAK = /[\n\r\u2028\u2029]/;

/** Text without control characters or lone surrogates, in NFC, trimmed, 1 to `max` code points. */
export function text(max: number) {
  return z
    .string(rule('must be a text'))
    .refine((value) => !CONTROL.test(value), rule('must not contain control characters'))
    .refine((value) => value.isWellFormed(), rule('must be well-formed Unicode'))
    .transform((value) => value.normalize('NFC').trim())
    .refine((value) => value.length > 0, rule('must not be empty'))
    .refine((value) => [...value].length <= max, rule('must have at most {max} characters', { max }));
}

/** {@link text} on a single line. */
export function line(max: number) {
  return text(max).refine((value) => !LINE_BREAK.test(value), rule('must be on one line'));
}

/** A value per locale with the source locale present. */
export function localized<T extends z.ZodType>(value: T) {
  return z
    .record(
      z.string().regex(LOCALE_PATTERN),
      value,
      // A wrong key is reported by the record; a message given to the pattern would stay inside its issue.
      ruleBy<{ code: string }>(({ code }) =>
        code === 'invalid_key'
          ? say('must be a language tag such as cs, en or uk')
          : say('must be an object of values by language tag'),
      ),
    )
    .refine((texts) => texts[SOURCE_LOCALE] !== undefined, {
      ...rule('must have a Czech (cs) text'),
      path: [SOURCE_LOCALE],
    })
    .transform((texts) => texts as Localized<z.output<T>>);
}

/** Keywords per locale, each list without repetition. */
export const keywords = localized(
  z
    .array(line(LIMITS.keyword))
    .max(LIMITS.keywords, rule('must have at most {max} keywords', { max: LIMITS.keywords }))
    .transform((words) => [...new Set(words)]),
);

/** An absolute https address without credentials. */
export const httpsUrl = z
  .string(rule('must be a text'))
  .refine(isHttpsUrl, rule('must be an absolute https address without a user name, such as https://example.org'))
  .refine((value) => [...value].length <= LIMITS.url, rule('must have at most {max} characters', { max: LIMITS.url }));

/** The URL parser forgives white space, backslashes and missing slashes; what it forgives must not be stored. */
const ABSOLUTE_HTTPS = /^https:\/\/[^\s\\/][^\s\\]*$/i;

function isHttpsUrl(value: string): boolean {
  if (!ABSOLUTE_HTTPS.test(value) || CONTROL.test(value) || !value.isWellFormed() || !URL.canParse(value)) return false;
  const { username, password } = new URL(value);
  return username === '' && password === '';
}

/** An e-mail address. */
export const email = z.email(rule('must be an e-mail address such as name@example.org'));

/** A calendar day, ISO 8601. */
export const day = z.iso.date(rule('must be a day such as 2026-11-23'));

/** A code made of capitals, digits and underscores. */
export const code = z.string().regex(/^[A-Z][A-Z0-9_]{1,49}$/, rule('must be a code such as OWN_PORTAL'));

/** Last part of an address: lower-case letters, digits and hyphens. */
export const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, rule('must be lower-case letters and digits joined by hyphens, such as rp-zadost'))
  .max(100, rule('must have at most {max} characters', { max: 100 }));

/** Identifier of another row: an entry, an organization, a category or a territory. */
export const reference = z.uuid(rule('must be an identifier'));

/** Register of Rights and Obligations (RPP): agenda, service and act codes. */
export const agendaCode = z.string().regex(/^A\d+$/, rule('must be an agenda code such as A1046'));
export const serviceCode = z.string().regex(/^S\d+$/, rule('must be a service code such as S123'));
export const actCode = z.string().regex(/^U\d+$/, rule('must be an act code such as U1234'));
