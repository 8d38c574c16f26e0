import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isValidIco } from '../../src/kernel/ico.ts';

test('identifiers of real organizations pass', () => {
  expect(['17651921', '72054506', '00006947', '27074358'].filter((ico) => !isValidIco(ico))).toEqual([]);
});

test('an identifier with a wrong check digit fails', () => {
  expect(['00123454', '17651922', '00000000'].filter(isValidIco)).toEqual([]);
});

test('exactly one check digit makes any seven digits valid', () => {
  const sevenDigits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 7, maxLength: 7 });
  fc.assert(
    fc.property(sevenDigits, (digits) => {
      expect([...'0123456789'].filter((check) => isValidIco(digits + check))).toHaveLength(1);
    }),
  );
});

test.each([
  ['nothing', ''],
  ['seven digits, its leading zero lost', '6947'],
  ['nine digits', '176519210'],
  ['a letter', '1765192l'],
  ['a country code', 'CZ17651921'],
  ['spaces between', '176 519 21'],
  ['a space before', ' 17651921'],
  ['a line break after', '17651921\n'],
  ['digits of another script', '١٧٦٥١٩٢١'],
])('what is not eight digits fails: %s', (_, value) => {
  expect(isValidIco(value)).toBe(false);
});
