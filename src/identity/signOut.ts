/** The ways out: by the person, and by their issuer. */
import { runCommand } from '../journal/command.ts';
import { GATE } from '../kernel/viewer.ts';
import { endByIssuer } from './commands/endByIssuer.ts';
import { endOwnSession } from './commands/endOwnSession.ts';
import { SignInRefused } from './issuers/refusal.ts';
import type { Realm } from './realms.ts';
import { hashOf, pseudonymOf } from './secrets.ts';
import { findSession } from './sessions.ts';
import type { Gate } from './signIn.ts';
import { viewerOf } from './viewerOf.ts';

/**
 * Ends the session of a browser.
 * @param returnUri the service's own address that the issuer may send the browser back to
 * @returns where to send the browser to sign out of the issuer too; null when there is nowhere to go
 */
export async function signOut(gate: Gate, secret: string, returnUri: string): Promise<URL | null> {
  const { database, clock } = gate.runner;
  const found = await findSession(database, secret, clock());
  if (found.state !== 'ACTIVE') return null;
  const { id: sessionId, realm, openProfile } = found.session;
  await runCommand(gate.runner, viewerOf(found.session), endOwnSession, { sessionId });
  // The session has ended here whether the issuer answers or not.
  const location = gate.issuers[realm]?.logoutUrl({ returnUri, idToken: openProfile().idToken });
  return (await location?.catch(() => null)) ?? null;
}

/**
 * Ends the sessions that a logout token names.
 * @throws SignInRefused when the token is not one of the issuer's for us
 */
export async function signOutByIssuer(gate: Gate, realm: Realm, token: string): Promise<void> {
  const read = gate.issuers[realm]?.readLogoutToken;
  if (!read) throw new SignInRefused('TOKEN_REFUSED', 'no logout tokens are taken');
  const { issuer, issuerSession, subject } = await read(token);
  const target = issuerSession
    ? { issuerSession: hashOf(issuer, issuerSession) }
    : { pseudonym: pseudonymOf(gate.pseudonymKey, issuer, subject ?? '') };
  await runCommand(gate.runner, GATE, endByIssuer, { realm, ...target });
}
