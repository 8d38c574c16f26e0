/** The question as search takes it, and places in its answers. Pure. */
import { z } from 'zod';
import { digestOf } from '../kernel/digest.ts';
import { DomainError, invalidInput } from '../kernel/errors.ts';
import type { Message } from '../kernel/message.ts';
import { say } from './messages.ts';

/** Longest query in characters. */
export const MAX_QUERY = 256;
/** Hits that can be paged through: who looks further narrows the query. */
export const MAX_REACH = 1_000;

/**
 * The query without space around it.
 * @throws DomainError INVALID_INPUT for one that is too long, is empty or is no text
 */
export function checkedQuery(argument: string, query: string): string {
  const wrong = (message: Message) => invalidInput(say('The search'), [{ path: [argument], message }]);
  // A character takes two units at the most: nobody counts a long one to its end.
  if (query.length > 2 * MAX_QUERY || [...query].length > MAX_QUERY) {
    throw wrong(say('must have at most {max} characters', { max: MAX_QUERY }));
  }
  const trimmed = query.trim();
  if (trimmed === '') throw wrong(say('must not be empty: pass the words to look for'));
  return trimmed;
}

/** A page of hits: `offset` of them stand before it. */
export interface HitPage {
  readonly offset: number;
  readonly size: number;
}

const cursorShape = z.tuple([z.literal('hit'), z.int().min(0).max(MAX_REACH), z.string()]);

/** Cursors of hits by their places, bound to what was asked. */
export function hitCursors(asked: object): (place: number) => string {
  let mark: string | undefined;
  return (place) => {
    mark ??= markOf(asked);
    return Buffer.from(JSON.stringify(['hit', place, mark])).toString('base64url');
  };
}

/**
 * The page of hits that `first` and `after` ask for.
 * @param asked everything that the order of hits depends on
 * @throws DomainError INVALID_INPUT for a bad size and beyond what can be reached, INVALID_CURSOR for a cursor that is malformed or of
 *   another search
 */
export function hitPage(asked: object, first: number, after: string | null | undefined, maxSize: number): HitPage {
  if (first < 1 || first > maxSize) {
    throw new DomainError(
      'INVALID_INPUT',
      say('first must be from 1 to {max}, not {value}.', { max: maxSize, value: first }),
    );
  }
  const offset = after === null || after === undefined ? 0 : placeOf(asked, after) + 1;
  if (offset >= MAX_REACH) {
    throw new DomainError(
      'INVALID_INPUT',
      say('The first {max} hits can be read: narrow the search to see others.', { max: MAX_REACH }),
    );
  }
  return { offset, size: Math.min(first, MAX_REACH - offset) };
}

function placeOf(asked: object, cursor: string): number {
  const decoded = cursorShape.safeParse(parsedJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!decoded.success) {
    throw new DomainError('INVALID_CURSOR', say('after is malformed: pass a cursor exactly as the API returned it.'));
  }
  const [, place, mark] = decoded.data;
  if (mark === markOf(asked)) return place;
  throw new DomainError('INVALID_CURSOR', say('after belongs to another search: page on with the query it came from.'));
}

const markOf = (asked: object) => digestOf(asked).slice(0, 12);

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
