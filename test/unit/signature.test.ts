/** Signatures are believed by the keys that an issuer publishes now, whether they have names or not. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { issuerKeys, verifySigned } from '../../src/identity/issuers/signature.ts';

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

describe('a signed token', () => {
  let published: { pair: Pair; kid?: string }[] = [];
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    const jwks = published.map(async ({ pair, kid }) => ({
      ...(await exportJWK(pair.publicKey)),
      ...(kid && { kid }),
    }));
    void Promise.all(jwks).then((keys) => response.end(JSON.stringify({ keys })));
  });
  let address = '';
  let pairs: Pair[] = [];
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
    pairs = await Promise.all([0, 1, 2].map(() => generateKeyPair('RS256')));
  });
  afterAll(() => void server.close());
  afterEach(() => vi.useRealTimers());

  const [A, B, C] = [0, 1, 2].map((place) => () => pairs[place] as Pair) as [() => Pair, () => Pair, () => Pair];
  const sign = ({ privateKey }: Pair, header = {}) =>
    new SignJWT({ sub: 'x' }).setProtectedHeader({ alg: 'RS256', ...header }).sign(privateKey);
  const keys = () => issuerKeys(address, new URL(address));

  it('without the name of its key may be of any that is published, and of no other', async () => {
    published = [{ pair: A() }, { pair: B() }];
    const both = keys();
    for (const pair of [A(), B()]) expect(await verifySigned(await sign(pair), both, {})).toEqual({ sub: 'x' });
    await expect(verifySigned(await sign(C()), both, {})).rejects.toThrow('signature verification failed');
  });

  it('is of the key that it names, and of no other that is published', async () => {
    published = [
      { pair: A(), kid: 'a' },
      { pair: B(), kid: 'b' },
    ];
    const both = keys();
    expect(await verifySigned(await sign(B(), { kid: 'b' }), both, {})).toEqual({ sub: 'x' });
    await expect(verifySigned(await sign(B(), { kid: 'a' }), both, {})).rejects.toThrow(
      'signature verification failed',
    );
    await expect(verifySigned(await sign(B(), { kid: 'c' }), both, {})).rejects.toThrow('no applicable key');
  });

  it('by a key that the issuer has begun to use is read once the keys may be asked for again', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    published = [{ pair: A() }];
    const current = keys();
    await verifySigned(await sign(A()), current, {});
    published = [{ pair: C() }];
    asked = 0;
    // Nobody makes the service ask the issuer again and again by tokens that are not good.
    for (let time = 0; time < 3; time++) await expect(verifySigned(await sign(C()), current, {})).rejects.toThrow();
    expect(asked).toBe(0);
    vi.setSystemTime(Date.now() + 31_000);
    expect(await verifySigned(await sign(C()), current, {})).toEqual({ sub: 'x' });
    expect(asked).toBe(1);
    await expect(verifySigned(await sign(A()), current, {})).rejects.toThrow('signature verification failed');
  });

  it('is never checked by keys that came without https, when their issuer has it', () => {
    expect(() => issuerKeys('http://issuer.example/keys', new URL('https://issuer.example/'))).toThrow('https');
  });
});
