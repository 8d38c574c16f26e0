/** Errors that callers are meant to see. Everything else is masked before it leaves the service. */
import { joined, type Message } from './message.ts';
import { say } from './messages.ts';

/** Stable codes; clients decide by them, never by messages. */
export type ErrorCode =
  | 'INVALID_INPUT'
  | 'INVALID_CURSOR'
  | 'INVALID_ID'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'ILLEGAL_TRANSITION'
  | 'NOT_ELIGIBLE'
  | 'UNAUTHENTICATED'
  | 'SESSION_EXPIRED'
  | 'SESSION_REVOKED'
  | 'TOKEN_INVALID'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_REVOKED'
  | 'STEP_UP_REQUIRED'
  | 'FORBIDDEN'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'PERSISTED_DOCUMENT_NOT_FOUND'
  | 'PREVIEW_INVALID'
  | 'PREVIEW_TIMEOUT'
  | 'SEARCH_UNAVAILABLE'
  | 'BAD_REQUEST'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'PAYLOAD_TOO_LARGE'
  | 'STORAGE_UNAVAILABLE'
  | 'QUERY_TOO_COMPLEX'
  | 'TIMEOUT'
  | 'SERVICE_UNAVAILABLE'
  | 'RATE_LIMITED';

/** One thing that is wrong, where it is, and what would be right. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: Message;
}

/** What happened since the caller looked: part of a CONFLICT. */
export interface Conflict {
  readonly currentRevision: number;
  /** Pseudonym of whoever made the last change. */
  readonly changedBy: string | null;
  /** Paths of the fields that have changed since. */
  readonly changedFields: readonly string[];
}

/** An expected failure: what it says, and its issues, are written for the caller. Its `message` is the English text, for logs. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly said: Message;
  readonly issues: readonly Issue[];
  readonly conflict: Conflict | null;

  constructor(code: ErrorCode, said: Message, issues: readonly Issue[] = [], conflict: Conflict | null = null) {
    super(said('en'));
    this.name = 'DomainError';
    this.code = code;
    this.said = said;
    this.issues = issues;
    this.conflict = conflict;
  }
}

/** An INVALID_INPUT error that lists every issue in its message. */
export function invalidInput(subject: Message, issues: readonly Issue[]): DomainError {
  const list = issues.map(({ path, message }) => (path.length > 0 ? joined([path.join('.'), message], ': ') : message));
  const said = say('{subject} is not valid: {issues}', { subject, issues: joined(list, '; ') });
  return new DomainError('INVALID_INPUT', said, issues);
}
