/** The way in through an issuer: out by a redirect, back once, in the same browser. */
import type { CommandRunner } from '../journal/command.ts';
import { runCommand } from '../journal/command.ts';
import { newId } from '../kernel/ids.ts';
import { GATE, type LevelOfAssurance } from '../kernel/viewer.ts';
import { type StartedSession, startSession } from './commands/startSession.ts';
import type { IssuerClient, SignInChecks, VouchedPerson } from './issuers/issuer.ts';
import { SignInRefused } from './issuers/refusal.ts';
import { type Realm, rolesIn } from './realms.ts';
import { hashOf, isSecret, newSecret, pseudonymOf, seal, unseal } from './secrets.ts';

/** What sign-in works with. */
export interface Gate {
  readonly runner: CommandRunner;
  /** See `pseudonymOf`. */
  readonly pseudonymKey: string;
  /** The issuer of each realm; a realm without one cannot be signed in from. */
  readonly issuers: Readonly<Partial<Record<Realm, IssuerClient>>>;
}

/** Longest time that somebody may take at the issuer, in milliseconds. */
export const ATTEMPT_LIFETIME = 10 * 60_000;

const ATTEMPT = 'rozcestnik sign-in attempt';

/** What is kept of an attempt, readable with the browser's cookie and the state together. */
interface SealedAttempt extends Omit<SignInChecks, 'state'> {
  readonly returnTo: string;
}

/** What somebody wants to sign in for. */
export interface SignInWish {
  /** Path to go to then; checked already. */
  readonly returnTo: string;
  readonly level: LevelOfAssurance | null;
  /** The service's own address to come back to. */
  readonly redirectUri: string;
}

export interface BegunSignIn {
  readonly location: URL;
  /** Name and secret of the attempt's cookie. */
  readonly attempt: string;
  readonly secret: string;
}

/**
 * Begins a sign-in.
 * @throws SignInRefused when the issuer cannot be reached
 */
export async function beginSignIn(gate: Gate, realm: Realm, wish: SignInWish): Promise<BegunSignIn> {
  const { database, clock } = gate.runner;
  const [state, nonce, codeVerifier, secret] = [newSecret(), newSecret(), newSecret(), newSecret()];
  const { redirectUri, level, returnTo } = wish;
  const location = await issuerOf(gate, realm).authorizationUrl({ redirectUri, level, state, nonce, codeVerifier });
  const kept: SealedAttempt = { redirectUri, level, returnTo, nonce, codeVerifier };
  const now = clock();
  await database.signInAttempt.create({
    data: {
      id: newId(),
      stateHash: hashOf(state),
      realm,
      sealed: seal(kept, secret + state, ATTEMPT),
      createdAt: now,
      expiresAt: new Date(now.getTime() + ATTEMPT_LIFETIME),
    },
  });
  return { location, attempt: attemptName(state), secret };
}

/** Short name of the attempt that a state belongs to: several can be under way in one browser. */
export function attemptName(state: string): string {
  return hashOf(state).slice(0, 8);
}

/** The browser as it comes back. */
export interface Return {
  /** The address that it came back to, parameters included. */
  readonly answer: URL;
  /** Secret of the attempt's cookie. */
  readonly secret: string | undefined;
  /** Secret of the session that it has until now. */
  readonly replaces: string | undefined;
}

export interface FinishedSignIn extends StartedSession {
  readonly returnTo: string;
}

/**
 * Finishes a sign-in: the attempt is used up whatever comes of it.
 * @throws SignInRefused when anything is not as it should be; then there is no session
 */
export async function finishSignIn(gate: Gate, realm: Realm, back: Return): Promise<FinishedSignIn> {
  const state = back.answer.searchParams.get('state') ?? '';
  const { returnTo, ...kept } = await claimAttempt(gate, realm, state, back.secret);
  const vouched = await issuerOf(gate, realm).redeem(back.answer, { ...kept, state });
  const person = personOf(gate, realm, vouched);
  const session = await runCommand(gate.runner, GATE, startSession, { person, replaces: back.replaces });
  return { ...session, returnTo };
}

async function claimAttempt(
  { runner: { database, clock } }: Gate,
  realm: Realm,
  state: string,
  secret: string | undefined,
): Promise<SealedAttempt> {
  const unknown = (reason: string) => new SignInRefused('ATTEMPT_UNKNOWN', reason);
  if (!isSecret(state)) throw unknown('no state of ours');
  if (!secret || !isSecret(secret)) throw unknown('no cookie of the attempt');
  const now = clock();
  const [claimed] = await database.signInAttempt.updateManyAndReturn({
    where: { stateHash: hashOf(state), realm, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
    select: { sealed: true },
  });
  if (!claimed) throw unknown('used up, expired or never begun');
  try {
    return unseal<SealedAttempt>(claimed.sealed, secret + state, ATTEMPT);
  } catch {
    throw unknown('cookie of another attempt');
  }
}

function issuerOf({ issuers }: Gate, realm: Realm): IssuerClient {
  const issuer = issuers[realm];
  if (!issuer) throw new SignInRefused('NOT_SET_UP', 'no issuer is set up');
  return issuer;
}

function personOf({ pseudonymKey }: Gate, realm: Realm, vouched: VouchedPerson) {
  const { issuer, subject, level, roles, ico, issuerSession, name, idToken } = vouched;
  const given = rolesIn(realm, roles);
  if (given.length === 0) throw new SignInRefused('NO_ROLE', 'no role of this realm');
  return {
    realm,
    pseudonym: pseudonymOf(pseudonymKey, issuer, subject),
    roles: given,
    level,
    ico,
    issuerSession: issuerSession && hashOf(issuer, issuerSession),
    profile: { name, idToken },
  };
}
