/** Officials by CAAIS: OpenID Connect with mutual TLS at the token endpoint, and the roles of this system. */
import * as openid from 'openid-client';
import { Agent, fetch as fetchBy } from 'undici';
import { isValidIco } from '../../kernel/ico.ts';
import { rolesIn, type SessionRole } from '../realms.ts';
import { type Claims, nameFrom, textIn } from './claims.ts';
import type { IssuerClient } from './issuer.ts';
import { openidProvider } from './openidProvider.ts';
import { SignInRefused } from './refusal.ts';

export interface CaaisSettings {
  readonly issuer: URL;
  readonly clientId: string;
  /** PEM; what the service shows of itself at the token endpoint. */
  readonly certificate: string;
  readonly key: string;
  /** PEM of the authority that the issuer's certificate is of; without it those that Node.js trusts. */
  readonly authority?: string | undefined;
  /** Roles by the codes of access roles; other codes give none. */
  readonly roles: ReadonlyMap<string, SessionRole>;
}

export function caais(settings: CaaisSettings): IssuerClient {
  const { issuer, clientId, roles } = settings;
  return openidProvider({
    issuer,
    clientId,
    authentication: openid.TlsClientAuth(),
    scope: 'openid profile',
    fetch: mutualTlsFetch(settings),
    ask: () => ({}),
    read: async (idToken, _checks, userinfo) => {
      // The profile does not say which of the two tells the roles.
      const claims = 'access_roles' in idToken ? idToken : { ...(await userinfo()), ...idToken };
      const given = rolesFrom(claims, roles);
      if (given.length === 0) throw new SignInRefused('NO_ROLE', 'no access role that is known');
      const lei = textIn(claims, 'lei');
      return {
        issuer: String(claims['iss']),
        subject: String(claims['sub']),
        level: null,
        roles: given,
        ico: lei && isValidIco(lei) ? lei : null,
        issuerSession: textIn(claims, 'sid'),
        name: nameFrom(textIn(claims, 'given_name'), textIn(claims, 'family_name')),
        idToken: null,
      };
    },
  });
}

/** Roles by `access_roles`: `[{ "access_role_code": "editor" }, …]`. */
function rolesFrom(claims: Claims, roles: ReadonlyMap<string, SessionRole>): SessionRole[] {
  const listed = claims['access_roles'];
  if (!Array.isArray(listed)) return [];
  const codes = listed.map((one: unknown) => textIn((one ?? {}) as Claims, 'access_role_code'));
  return rolesIn(
    'OFFICIALS',
    codes.map((code) => roles.get(code ?? '') ?? ''),
  );
}

function mutualTlsFetch({ certificate, key, authority }: CaaisSettings): openid.CustomFetch {
  const dispatcher = new Agent({ connect: { cert: certificate, key, ...(authority && { ca: authority }) } });
  return async (url, options) => {
    // The same standard from the library that can show a certificate; types differ in name alone.
    const response = await fetchBy(url, { ...(options as object), dispatcher });
    return response as unknown as Response;
  };
}
