/** Encrypted ID tokens (JWE, RFC 7516). */
import type { KeyObject } from 'node:crypto';
import { compactDecrypt } from 'jose';
import { SignInRefused } from './refusal.ts';

/**
 * NIA encrypts by RSA-OAEP and A256CBC-HS512; brokers may use the newer ones. RSA1_5 is not among them: it can be broken by
 * asking (RFC 8725, section 3.2).
 */
const ALGORITHMS = {
  keyManagementAlgorithms: ['RSA-OAEP', 'RSA-OAEP-256'],
  contentEncryptionAlgorithms: ['A256CBC-HS512', 'A256GCM'],
};

/** The signed token in an encrypted one. Several keys at once let a key be replaced: tokens do not tell theirs. */
export async function decryptToken(token: string, keys: readonly KeyObject[]): Promise<string> {
  if (token.split('.').length !== 5) throw new SignInRefused('TOKEN_REFUSED', 'ID token is not encrypted');
  for (const key of keys) {
    try {
      return new TextDecoder().decode((await compactDecrypt(token, key, ALGORITHMS)).plaintext);
    } catch {
      // Another key may fit.
    }
  }
  throw new SignInRefused('TOKEN_REFUSED', 'no key decrypts the ID token');
}
