/** What the service asks of an issuer of identities, whatever it is: NIA, a broker, CAAIS. */
import type { LevelOfAssurance } from '../../kernel/viewer.ts';
import type { SessionRole } from '../realms.ts';

/** What binds one sign-in to the browser that began it. */
export interface SignInChecks {
  /** The service's own address that the browser is to come back to. */
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  /** PKCE (RFC 7636). */
  readonly codeVerifier: string;
  /** Lowest level that will do. */
  readonly level: LevelOfAssurance | null;
}

/** Whom an issuer vouches for, after every check. */
export interface VouchedPerson {
  /** Name of the issuer and its identifier of the person: together they are one person. */
  readonly issuer: string;
  readonly subject: string;
  readonly level: LevelOfAssurance | null;
  readonly roles: readonly SessionRole[];
  /** IČO of their organization. */
  readonly ico: string | null;
  /** The issuer's identifier of its own session. */
  readonly issuerSession: string | null;
  readonly name: string | null;
  readonly idToken: string | null;
}

/** Whose sessions an issuer ended by itself: one session of its, or all of a person. */
export interface LogoutNotice {
  readonly issuer: string;
  readonly issuerSession: string | null;
  readonly subject: string | null;
}

export interface LogoutRequest {
  /** The service's own address that the browser is to come back to. */
  readonly returnUri: string;
  readonly idToken: string | null;
}

export interface IssuerClient {
  /** Where to send the browser. */
  authorizationUrl(checks: SignInChecks): Promise<URL>;
  /**
   * Redeems the code that the browser came back with.
   * @param answer the address that it came back to, parameters included
   * @throws SignInRefused when any check fails
   */
  redeem(answer: URL, checks: SignInChecks): Promise<VouchedPerson>;
  /** Where to send the browser to sign out of the issuer too; null when it cannot. */
  logoutUrl(request: LogoutRequest): Promise<URL | null>;
  /**
   * Checks a logout token (OpenID Connect Back-Channel Logout 1.0); absent where the issuer sends none.
   * @throws SignInRefused when it is not one of the issuer's for us
   */
  readLogoutToken?(token: string): Promise<LogoutNotice>;
}
