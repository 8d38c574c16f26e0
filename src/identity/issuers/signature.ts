/** Signatures of issuers' tokens, by the keys that they publish (RFC 7515, RFC 7517). */
import {
  createRemoteJWKSet,
  customFetch,
  decodeProtectedHeader,
  errors,
  type FetchImplementation,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
  type RemoteJWKSet,
} from 'jose';

/** The algorithm of signatures, of public keys only: what a token's header claims is no choice. */
export const SIGNATURE = 'RS256';

/** Keys that an issuer publishes; asked for when they are needed. */
export type IssuerKeys = RemoteJWKSet;

/**
 * The keys at an address that the issuer's description of itself names.
 * @param description where that was found: what came by https does not lead to keys that anybody on the way could change
 */
export function issuerKeys(address: string, description: URL, fetch?: FetchImplementation): IssuerKeys {
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== description.protocol) throw new Error('keys must come by https');
  return createRemoteJWKSet(url, fetch && { [customFetch]: fetch });
}

/** What a token must say, beside its signature; see jose. */
export type TokenRules = Omit<JWTVerifyOptions, 'algorithms'>;

/**
 * What a signed token says. One that does not name its key (no `kid`) may be of any of those published: each is tried, and when
 * none fits they are asked for anew, since the issuer may have begun to use another one.
 * @throws errors of jose for a token that is not the issuer's, or breaks the rules
 */
export async function verifySigned(token: string, keys: IssuerKeys, rules: TokenRules): Promise<JWTPayload> {
  try {
    return await verifyByAny(token, keys, rules);
  } catch (error) {
    const fitsNone = error instanceof errors.JWSSignatureVerificationFailed && !decodeProtectedHeader(token).kid;
    if (!fitsNone || keys.coolingDown) throw error;
    await keys.reload();
    return verifyByAny(token, keys, rules);
  }
}

async function verifyByAny(token: string, keys: IssuerKeys, rules: TokenRules): Promise<JWTPayload> {
  const checks = { ...rules, algorithms: [SIGNATURE] };
  try {
    return (await jwtVerify(token, keys, checks)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return (await jwtVerify(token, key, checks)).payload;
      } catch (failure) {
        if (!(failure instanceof errors.JWSSignatureVerificationFailed)) throw failure;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}
