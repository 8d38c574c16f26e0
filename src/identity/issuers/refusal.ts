/** Why a sign-in came to nothing. */
export const REFUSALS = [
  'CANCELLED',
  'ATTEMPT_UNKNOWN',
  'NOT_SET_UP',
  'ISSUER_UNREACHABLE',
  'ISSUER_ERROR',
  'TOKEN_REFUSED',
  'LEVEL_TOO_LOW',
  'NO_ROLE',
] as const;
export type RefusalCode = (typeof REFUSALS)[number];

/** A sign-in that is refused. The reason is for the log: it names a check, never a value that was checked. */
export class SignInRefused extends Error {
  readonly code: RefusalCode;
  readonly reason: string;

  constructor(code: RefusalCode, reason: string) {
    super(`${code}: ${reason}`);
    this.name = 'SignInRefused';
    this.code = code;
    this.reason = reason;
  }
}
