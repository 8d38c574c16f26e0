/** Where a browser may be sent after sign-in. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeReturnPath } from '../../src/kernel/returnPath.ts';

describe('the way back after sign-in', () => {
  test.each(['/', '/graphql', '/dlazdice/ridici-prukaz', '/hledat?dotaz=%C5%99idi%C4%8D&strana=2', '/a/', '/?x=1'])(
    'leads to %s',
    (path) => expect(safeReturnPath(path)).toBe(path),
  );

  test.each([
    undefined,
    null,
    '',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/%2Fevil.example',
    '/%2f%2fevil.example',
    '/%5Cevil.example',
    '/a//evil.example',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/\r\nLocation: https://evil.example',
    '/?x=%0d%0aLocation:%20https://evil.example',
    '/?x=%0D%0ASet-Cookie:a=b',
    '/\t/evil.example',
    '/@evil.example',
    'user:password@evil.example',
    '//user@evil.example',
    '/?x=@evil.example',
    '/../evil',
    '/./evil',
    '/a/..',
    '/#https://evil.example',
    '/?x=%',
    '/?x=%E0%A4%A',
    ' /a',
    '/a b',
    'evil.example/',
    `/${'a'.repeat(600)}`,
  ])('never leads to %j', (path) => expect(safeReturnPath(path)).toBe('/'));

  test('leads to this service, whatever is asked for', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom('/', '\\', '%2f', '%5c', '.', '@', ':', '//', 'evil.example', '\r\n', '?', '#', '\t'))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anything, (wanted) => {
        const path = safeReturnPath(`/${wanted}`);
        expect(new URL(path, 'https://service.example').origin).toBe('https://service.example');
        expect(path).toMatch(/^\/(?![/\\])[!-~]*$/);
      }),
    );
  });
});
