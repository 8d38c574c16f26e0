/**
 * Messages for people, in the language of whoever reads them. A room says its messages in a catalogue, `messages.ts`: an
 * object of Czech texts by English ones. What is not in the catalogue, or lacks a value, does not compile.
 */
import { fallbackChain, type Locale } from './locale.ts';

/** Languages that messages are written in. */
export const LANGUAGES = ['cs', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language of messages for readers of `locale`. */
export function languageFor(locale: Locale): Language {
  return LANGUAGES.find((language) => language === fallbackChain(locale).find(isLanguage)) ?? 'en';
}

function isLanguage(tag: string): tag is Language {
  return (LANGUAGES as readonly string[]).includes(tag);
}

/** Something said to a person: its text in a language. */
export type Message = (language: Language) => string;

/** What may stand in the place of `{name}` in a text; a large number is grouped as the language does it. */
export type Value = string | number | Message;

/** Names in braces in a text. */
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Values<Text extends string> = [Names<Text>] extends [never] ? [] : [values: Record<Names<Text>, Value>];

/** The parameter of a zod schema or check that gives it a message. */
export interface Rule {
  readonly error: (issue: object) => string;
}

/** The messages of a room. */
export interface Catalogue<Text extends string> {
  /** Czech by English, for the tests. */
  readonly texts: Readonly<Record<Text, string>>;
  /** A message of the catalogue: `say('There is no kind {kind}.', { kind })`. */
  say<T extends Text>(text: T, ...values: Values<T>): Message;
  /** The same for a zod schema: `z.string().max(9, rule('must have at most {max} characters', { max: 9 }))`. */
  rule<T extends Text>(text: T, ...values: Values<T>): Rule;
}

/** A catalogue of messages: Czech texts by English ones, with the same names in braces in both. */
export function catalogue<const Texts extends Record<string, string>>(texts: Texts): Catalogue<keyof Texts & string> {
  const say = (text: string, values: Record<string, Value> = {}): Message => {
    return (language) => filledIn(language === 'cs' ? (texts[text] as string) : text, values, language);
  };
  const rule = (text: string, values: Record<string, Value> = {}): Rule => ruleOf(say(text, values));
  return { texts, say, rule };
}

function filledIn(text: string, values: Record<string, Value>, language: Language): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => valueIn(values[name] as Value, language));
}

/** From this number on, digits are grouped. */
const GROUPED = 10_000;

function valueIn(value: Value, language: Language): string {
  if (typeof value === 'function') return value(language);
  if (typeof value === 'string' || value < GROUPED) return String(value);
  return new Intl.NumberFormat(language).format(value);
}

/** Words that are the same in all languages: codes, names, what somebody wrote. */
export function verbatim(text: string): Message {
  return () => text;
}

/** Several things said one after another. */
export function joined(parts: readonly Value[], separator: Value = ', '): Message {
  return (language) => parts.map((part) => valueIn(part, language)).join(valueIn(separator, language));
}

/** What zod carries of a message from the rule that was broken to {@link messageOf}. */
interface Said {
  said?: Message;
}

function ruleOf(message: Message): Rule {
  return {
    error: (issue) => {
      (issue as Said).said = message;
      return message('en');
    },
  };
}

/** The parameter of a zod schema whose message depends on the issue. */
export function ruleBy<Issue extends object>(messageFor: (issue: Issue) => Message): Rule {
  return { error: (issue) => ruleOf(messageFor(issue as Issue)).error(issue) };
}

/** What a zod check of several fields pushes as an issue, beside `path` and `input`. */
export function broken(message: Message): { code: 'custom'; message: string } & Required<Said> {
  return { code: 'custom', message: message('en'), said: message };
}

/** The message of a zod issue; one that was given to zod as a bare text stays as it is. */
export function messageOf(issue: { readonly message: string }): Message {
  return (issue as Said).said ?? verbatim(issue.message);
}
