import { describe, expect, test } from 'vitest';
import { fallbackChain, LOCALE_PATTERN, type Localized, serve } from '../../src/kernel/locale.ts';

describe('Locales to try', () => {
  test.each([
    ['a Czech reader needs no other', 'cs', ['cs']],
    ['a Slovak reads Czech rather than English', 'sk', ['sk', 'cs']],
    ['a Ukrainian reads English rather than Czech', 'uk', ['uk', 'en', 'cs']],
    ['an English reader is not sent to English twice', 'en', ['en', 'cs']],
    ['a region falls back to its language first', 'en-GB', ['en-GB', 'en', 'cs']],
    ['so does a script', 'sr-Latn-RS', ['sr-Latn-RS', 'sr', 'en', 'cs']],
    ['a Czech abroad is still Czech', 'cs-SK', ['cs-SK', 'cs']],
  ])('%s', (_, locale, chain) => {
    expect(fallbackChain(locale)).toEqual(chain);
  });
});

describe('A reader is served', () => {
  const title: Localized = { cs: 'Žádost', en: 'Application', 'en-GB': 'Application form', uk: 'Заява' };

  test.each([
    ['the locale asked for when it is there', 'uk', { value: 'Заява', locale: 'uk', isFallback: false }],
    ['the exact region when it is there', 'en-GB', { value: 'Application form', locale: 'en-GB', isFallback: false }],
    ['the same language, which is no fallback', 'en-US', { value: 'Application', locale: 'en', isFallback: false }],
    ['English when the language is missing', 'vi', { value: 'Application', locale: 'en', isFallback: true }],
    ['Czech when a Slovak asks', 'sk', { value: 'Žádost', locale: 'cs', isFallback: true }],
  ])('%s', (_, locale, served) => {
    expect(serve(title, locale)).toEqual(served);
  });

  test('Czech when there is nothing else', () => {
    expect(serve({ cs: 'Žádost' }, 'uk-UA')).toEqual({ value: 'Žádost', locale: 'cs', isFallback: true });
  });

  test('values of any type, empty ones included', () => {
    const minutesToFill: Localized<number> = { cs: 5, uk: 0 };
    expect(serve(minutesToFill, 'uk').value).toBe(0);
  });
});

test('a language tag is a language, a script and a region in their usual case', () => {
  expect(['cs', 'en-GB', 'sr-Latn-RS', 'hsb'].filter((tag) => !LOCALE_PATTERN.test(tag))).toEqual([]);
  expect(
    ['', 'CS', 'en_GB', 'en-gb', 'english', 'cs-', 'cs\n', '__proto__'].filter((tag) => LOCALE_PATTERN.test(tag)),
  ).toEqual([]);
});
