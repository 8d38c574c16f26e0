import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/platform/log.ts';

/** What a log line says of the given fields and message. */
function logged(fields: object, message = 'said'): string {
  const lines: string[] = [];
  createLog('info', { write: (line) => void lines.push(line) }).info(fields, message);
  return lines.join('');
}

/** What must not be in the log, and how it gets there. */
const SECRETS: [what: string, secret: string, line: (secret: string) => string][] = [
  ['a header', 'Bearer q1w2e3r4t5', (secret) => logged({ headers: { authorization: secret } })],
  ['cookies', 'sid-9876', (secret) => logged({ headers: { cookie: `x=${secret}`, 'set-cookie': [secret] } })],
  ['a field far below', 'hunter2', (secret) => logged({ a: { b: [{ c: { clientSecret: { d: secret } } }] } })],
  ['a token by any name', 'opaque-1', (secret) => logged({ accessToken: secret, id_token: secret, Tokens: [secret] })],
  ['variables', 'Karel', (secret) => logged({ request: { variables: { name: { first: secret } } } })],
  ['a field of an error', 'p4ssw0rd', (secret) => logged({ err: Object.assign(new Error('x'), { password: secret }) })],
  ['the text of an error', 'p4ssw0rd', (secret) => logged({ err: new Error(`postgresql://me:${secret}@db:5432/x`) })],
  ['an API token in a message', 'roz_A1b2C3', (secret) => logged({}, `The token ${secret} is not known`)],
  ['an emergency code', 'roze_A1b2C3', (secret) => logged({ reason: `not ${secret}` })],
  ['a JSON Web Token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln', (secret) => logged({ reason: `${secret} expired` })],
  ['our cookie in a text', 's3cr3ts3cr3t', (secret) => logged({ text: `__Host-rozcestnik-session=${secret}; a=b` })],
  ['a preview link', 'abcDEF123', (secret) => logged({ text: `GET /graphql?query={a}&preview=${secret}` })],
  ['a code of sign-in', 'abcDEF123', (secret) => logged({ text: `/auth/citizens/callback?code=${secret}&state=x` })],
  ['a birth number', '780123/3540', (secret) => logged({ reason: `no person ${secret}` })],
  ['a birth number of a woman', '7855233540', (secret) => logged({ reason: `no person ${secret}` })],
  ['a birth number of before 1954', '435102/123', (secret) => logged({ reason: `no person ${secret}` })],
  ['a name', 'Dvořáková', (secret) => logged({ person: { givenName: secret, family_name: secret } })],
  [
    'an e-mail address',
    'jana.novakova',
    (secret) => logged({ err: new Error(`550 <${secret}@urad.example> unknown`) }),
  ],
];

describe('the log', () => {
  it.each(SECRETS)('does not keep %s', (_what, secret, line) => {
    const text = line(secret);
    expect(text).not.toContain(secret);
    expect(text).toContain('[redacted]');
    expect(JSON.parse(text)).toMatchObject({ level: 30 });
  });

  it.each([
    ['an id', { id: '0193a0c0-0000-7000-8000-000000000000' }],
    ['an IČO', { ico: '27604977' }],
    ['a time and a size', { at: '2026-11-25T00:00:00.000Z', bytes: 1234567890, ms: 12.5 }],
    ['a number of no day', { text: '999999/9999 and 8813451234' }],
    ['an error of the database', { code: 'ECONNREFUSED', text: 'connect 127.0.0.1:5432' }],
    ['the address without a password', { text: 'postgresql://db.example:5432/rozcestnik' }],
  ])('keeps %s', (_what, fields) => {
    expect(JSON.parse(logged(fields))).toMatchObject(fields);
  });

  it('says of an error what it was and where', () => {
    const { err } = JSON.parse(logged({ err: new TypeError('x is not a function') }));
    expect(err).toMatchObject({ type: 'TypeError', message: 'x is not a function' });
    expect(err.stack).toContain('redaction.test.ts');
  });
});
