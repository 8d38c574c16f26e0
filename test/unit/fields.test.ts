import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { commonContent } from '../../src/catalogue/kinds/common.ts';
import * as fields from '../../src/kernel/fields.ts';
import { newId } from '../../src/kernel/ids.ts';
import { check } from '../../src/kernel/validate.ts';

describe('A text', () => {
  const title = fields.line(10);

  test('is stored trimmed and composed', () => {
    expect(title.parse('  Z\u030ca\u0301dost\n')).toBe('Žádost');
  });

  test('is measured in characters as people count them, after composition', () => {
    expect(title.parse('🙂'.repeat(10))).toBe('🙂'.repeat(10));
    expect(title.parse('e\u0301'.repeat(10))).toBe('é'.repeat(10));
    expect(title.parse(` ${'x'.repeat(10)} `)).toBe('x'.repeat(10));
    expect(complaint(title, '🙂'.repeat(11))).toBe('must have at most 10 characters');
  });

  test.each([
    ['nothing', '', 'must not be empty'],
    ['only white space', ' \t\u00a0\n', 'must not be empty'],
    ['a NUL, which the database cannot hold', 'a\0b', 'must not contain control characters'],
    ['an escape sequence', '\u001b[31m', 'must not contain control characters'],
    ['a control character of Latin-1', 'a\u0085b', 'must not contain control characters'],
    ['half of a character', 'a\ud83d', 'must be well-formed Unicode'],
    ['two lines', 'a\nb', 'must be on one line'],
    ['two paragraphs', 'a\u2029b', 'must be on one line'],
    ['a number', 5, 'must be a text'],
    ['no value', undefined, 'must be a text'],
  ])('must not be %s', (_, value, message) => {
    expect(complaint(title, value)).toBe(message);
  });

  test('of more lines keeps them, and tabs', () => {
    expect(fields.text(20).parse('Kdo:\r\n\t- občan')).toBe('Kdo:\r\n\t- občan');
  });
});

describe('A localized value', () => {
  const name = fields.localized(fields.line(10));

  test('has a Czech text and any others', () => {
    expect(name.parse({ cs: 'Obec', uk: 'Громада', 'en-GB': 'Town' })).toEqual({
      cs: 'Obec',
      uk: 'Громада',
      'en-GB': 'Town',
    });
  });

  test.each([
    ['the missing Czech text', { en: 'Town' }, 'cs: must have a Czech (cs) text'],
    ['the wrong text in its locale', { cs: 'Obec', en: 'Municipality' }, 'en: must have at most 10 characters'],
    [
      'an unknown tag and the right form',
      { cs: 'Obec', EN: 'Town' },
      'EN: must be a language tag such as cs, en or uk',
    ],
    ['a bare text', 'Obec', 'must be an object of values by language tag'],
  ])('says what is wrong: %s', (_, value, message) => {
    expect(complaint(name, value)).toBe(message);
  });

  test('keywords are not repeated, whichever way they were typed', () => {
    expect(fields.keywords.parse({ cs: ['dítě', 'byt', 'di\u0301te\u030c', ' byt '] })).toEqual({
      cs: ['dítě', 'byt'],
    });
    expect(complaint(fields.keywords, { cs: Array(51).fill('byt') })).toBe('cs: must have at most 50 keywords');
  });
});

describe('A link', () => {
  test.each(['https://example.org', 'HTTPS://example.org:8443/a?b=c#d', 'https://háčkyčárky.cz/žádost'])(
    'may be %s',
    (url) => {
      expect(fields.httpsUrl.parse(url)).toBe(url);
    },
  );

  test.each([
    'http://example.org',
    'javascript:alert(1)',
    'data:text/html,x',
    '/formulare/1',
    '//example.org',
    'example.org',
    'https:example.org',
    'https:\\\\example.org',
    'https://',
    'https://jana@example.org',
    'https://jana:heslo@example.org',
    'https://:heslo@example.org',
    ' https://example.org',
    'https://example.org/a b',
    'https://exam\nple.org',
    'https://example.org/\0',
    'https://example.org/\ud800',
  ])('must not be %j', (url) => {
    expect(complaint(fields.httpsUrl, url)).toBe(
      'must be an absolute https address without a user name, such as https://example.org',
    );
  });

  test('must not be longer than 2,000 characters', () => {
    const longest = `https://example.org/${'ž'.repeat(1_980)}`;
    expect(fields.httpsUrl.parse(longest)).toBe(longest);
    expect(complaint(fields.httpsUrl, `${longest}ž`)).toBe('must have at most 2000 characters');
  });
});

test.each([
  [
    'an e-mail address',
    fields.email,
    'posta@example.org',
    'posta@',
    'must be an e-mail address such as name@example.org',
  ],
  ['a day', fields.day, '2028-02-29', '2026-02-29', 'must be a day such as 2026-11-23'],
  ['a code', fields.code, 'OWN_PORTAL', 'own-portal', 'must be a code such as OWN_PORTAL'],
  [
    'a slug',
    fields.slug,
    'rp-zadost-2',
    'Žádost',
    'must be lower-case letters and digits joined by hyphens, such as rp-zadost',
  ],
  ['a slug of 100', fields.slug, 'a'.repeat(100), 'a'.repeat(101), 'must have at most 100 characters'],
  ['an agenda', fields.agendaCode, 'A1046', 'a1046', 'must be an agenda code such as A1046'],
  ['a service', fields.serviceCode, 'S123', '123', 'must be a service code such as S123'],
  ['an act', fields.actCode, 'U1234', 'U12a', 'must be an act code such as U1234'],
  ['a reference', fields.reference, '0190b6a5-2f3e-7c1d-8a4b-5e6f7a8b9c0d', '42', 'must be an identifier'],
])('the message about %s says what would be right', (_, schema, right, wrong, message) => {
  expect(schema.parse(right)).toBe(right);
  expect(complaint(schema, wrong)).toBe(message);
});

/** What a caller reads about `value`; fails when there is nothing to complain of. */
function complaint(schema: z.ZodType, value: unknown): string {
  const { issues } = check(schema, value);
  return issues.map(({ path, message }) => [...path, message('en')].join(': ')).join('; ');
}

describe('references of content', () => {
  test('mean once what they name twice', () => {
    const [one = '', other = ''] = [newId(), newId()];
    const given = { title: { cs: 'A' }, shortText: { cs: 'B' }, organization: one };
    const content = commonContent.parse({ ...given, categories: [one, other, one], related: [other, other] });
    expect(content).toMatchObject({ categories: [one, other], related: [other] });
  });
});
