/**
 * Who asks in tests, in one word: `headers: { as: 'eva EDITOR' }` becomes the headers of a real session of hers, or of a real
 * API token for an INTEGRATOR. Those come about the first time that somebody asks, without a trace in the audit log, and no
 * digest of rows counts them (`rows.ts`): a test that is about sessions, people or tokens signs in by `signIn.ts`.
 */
import { createHash } from 'node:crypto';
import { sessionCookieName } from '../../src/http/cookies.ts';
import { limitsOf } from '../../src/identity/limits.ts';
import { OneTimeSecret } from '../../src/identity/oneTimeSecret.ts';
import { type Realm, ROLES_OF_REALM, type SessionRole } from '../../src/identity/realms.ts';
import { hashOf, newSecret, seal } from '../../src/identity/secrets.ts';
import { PROFILE } from '../../src/identity/sessions.ts';
import type { CommandRunner } from '../../src/journal/command.ts';
import { newId } from '../../src/kernel/ids.ts';
import { TOKEN_SCOPES } from '../../src/kernel/viewer.ts';

export type Headers = Readonly<Record<string, string>>;

/** What the pseudonyms begin with that only `as` makes. */
export const ASKING = 'asking:';

/** Milliseconds that a session is used again for: less than any idle limit, and than what is noted as a use. */
const USED_AGAIN = 50_000;

/** Id of the person of a realm that `as` knows by a name, in any database. */
export function personAsking(realm: Realm, name: string): string {
  const hex = createHash('sha256').update(`${realm} ${name}`).digest('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');
}

/** What audit and versions call an official who asks by this name. */
export function officialAsking(name: string): string {
  return `official:${personAsking('OFFICIALS', name)}`;
}

/** The statements without those that find out, or make, who asks. */
export function apartFromAsking(statements: readonly string[]): string[] {
  return statements.filter((sql) => !/"(?:Session|Person|Grant|ApiToken)"/.test(sql));
}

/** Makes headers real: those with `as`, which names somebody and their roles (`eva EDITOR`, `adam EDITOR,APPROVER`). */
export function askers({ database, clock }: Pick<CommandRunner, 'database' | 'clock'>) {
  const known = new Map<string, { headers: Promise<Headers>; since: number }>();

  const begin = async (as: string): Promise<Headers> => {
    const [, name = '', list = ''] = as.match(/^([a-z][a-z0-9-]*) ([A-Z]+(?:,[A-Z]+)*)$/) ?? [];
    if (list === 'INTEGRATOR') return beginToken(name);
    const roles = list.split(',') as SessionRole[];
    const realm = list === 'CITIZEN' ? 'CITIZENS' : 'OFFICIALS';
    if (!roles.every((role) => (ROLES_OF_REALM[realm] as readonly string[]).includes(role))) {
      throw new Error(`as: must be a name and roles of one realm, such as "eva EDITOR", not "${as}"`);
    }
    const now = clock();
    const pseudonym = `${ASKING}${name}`;
    const person = { realm, pseudonym, level: null, lastSeenAt: now };
    const { id: personId } = await database.person.upsert({
      where: { realm_pseudonym: { realm, pseudonym } },
      create: { ...person, id: personAsking(realm, name), createdAt: now },
      update: {},
    });
    const secret = newSecret();
    const times = { createdAt: now, lastUsedAt: now, expiresAt: new Date(now.getTime() + limitsOf(roles).absolute) };
    const sealed = seal({ name, idToken: null }, secret, PROFILE);
    await database.session.create({
      data: { id: newId(), hash: hashOf(secret), personId, realm, roles, sealed, ...times },
    });
    return { cookie: `${sessionCookieName(false)}=${secret}`, 'x-rozcestnik-request': '1' };
  };

  const beginToken = async (name: string): Promise<Headers> => {
    const { id: organizationId } = await database.organization.findFirstOrThrow({ orderBy: { id: 'asc' } });
    const secret = new OneTimeSecret('apiToken');
    const now = clock();
    const times = { createdAt: now, lastUsedAt: now, expiresAt: new Date(now.getTime() + 86_400_000) };
    const scopes = [...TOKEN_SCOPES];
    await database.apiToken.create({
      data: { id: newId(), hash: secret.hash, organizationId, name, scopes, author: `${ASKING}${name}`, ...times },
    });
    return { authorization: `Bearer ${secret.reveal()}` };
  };

  return async ({ as, ...headers }: Headers): Promise<Record<string, string>> => {
    if (as === undefined) return headers;
    const now = clock().getTime();
    const kept = known.get(as);
    const still = kept && Math.abs(now - kept.since) < USED_AGAIN ? kept : { headers: begin(as), since: now };
    known.set(as, still);
    return { ...(await still.headers), ...headers };
  };
}
