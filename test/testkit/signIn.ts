/** Real sessions without the way through an issuer: for tests of what people may do once they are in. */
import { sessionCookieName } from '../../src/http/cookies.ts';
import { startSession } from '../../src/identity/commands/startSession.ts';
import type { SessionRole } from '../../src/identity/realms.ts';
import { pseudonymOf } from '../../src/identity/secrets.ts';
import { type CommandRunner, runCommand } from '../../src/journal/command.ts';
import { GATE, type LevelOfAssurance } from '../../src/kernel/viewer.ts';

/** Who signs in. */
export interface SignInOptions {
  /** What the issuer knows them by: the same subject is the same person. */
  readonly subject?: string;
  /** Officials' roles; without any they are a citizen. */
  readonly roles?: readonly Exclude<SessionRole, 'CITIZEN'>[];
  readonly level?: LevelOfAssurance;
  readonly name?: string;
  readonly ico?: string;
}

/** A browser with a session. */
export interface BrowserSession {
  /** To send along with each request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly secret: string;
  readonly sessionId: string;
  readonly personId: string;
}

/** Starts a session over http, as the last step of a sign-in does. */
export async function signIn(runner: CommandRunner, who: SignInOptions = {}): Promise<BrowserSession> {
  const { subject = 'somebody', roles = [], level = null, name = null, ico = null } = who;
  const realm = roles.length > 0 ? 'OFFICIALS' : 'CITIZENS';
  const person = {
    realm,
    pseudonym: pseudonymOf('a key for tests alone', `urn:test:${realm}`, subject),
    roles: roles.length > 0 ? roles : (['CITIZEN'] as const),
    level,
    ico,
    issuerSession: null,
    profile: { name, idToken: null },
  } as const;
  const { secret, sessionId, personId } = await runCommand(runner, GATE, startSession, { person });
  const headers = { cookie: `${sessionCookieName(false)}=${secret}`, 'x-rozcestnik-request': '1' };
  return { headers, secret, sessionId, personId };
}
