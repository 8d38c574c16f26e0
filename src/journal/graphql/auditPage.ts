/** Pages of the audit log, newest first: by the ids of records, which grow and never change. */
import { type Page, type PageArguments, planPage } from '../../graphql/connection.ts';
import { DomainError } from '../../kernel/errors.ts';
import { say } from '../messages.ts';

/** The ids that a bigint of the database holds. */
const MAX_ID = 2n ** 63n - 1n;
const DIGITS = /^[1-9]\d{0,18}$/;

/** A page, and the ids that it lies between. */
export interface AuditPage {
  readonly page: Page;
  readonly bounds: object[];
  readonly direction: 'asc' | 'desc';
}

/**
 * Plans a page.
 * @throws DomainError INVALID_INPUT for a bad size or both directions at once, INVALID_CURSOR for a bad cursor.
 */
export function planAuditPage({ first, last, after, before }: PageArguments): AuditPage {
  const page = planPage({ first, last }, { column: 'id', direction: 'desc' });
  const start = page.isBackward ? before : after;
  return {
    page: { ...page, startsAfterCursor: isGiven(start) },
    bounds: [
      ...(isGiven(after) ? [{ id: { lt: decodeCursor(after, 'after') } }] : []),
      ...(isGiven(before) ? [{ id: { gt: decodeCursor(before, 'before') } }] : []),
    ],
    direction: page.isBackward ? 'asc' : 'desc',
  };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

/** The id in a cursor as `toConnection` makes it: the column, its value and the id, which are the same here. */
function decodeCursor(cursor: string, argument: string): bigint {
  const parts = parsedJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  const [column, value, id] = Array.isArray(parts) ? parts : [];
  if (column === 'id' && value === id && typeof id === 'string' && DIGITS.test(id) && BigInt(id) <= MAX_ID) {
    return BigInt(id);
  }
  throw new DomainError(
    'INVALID_CURSOR',
    say('{argument} is malformed: pass a cursor exactly as the API returned it.', { argument }),
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
