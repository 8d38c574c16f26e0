import { durationAfter } from '../kernel/duration.ts';
import { invalidInput } from '../kernel/errors.ts';
import { say } from './messages.ts';

/** How long something may last: when nothing is said, and at the most; ISO 8601 durations. */
export interface Lifetime {
  readonly usual: string;
  readonly longest: string;
}

/**
 * The end of what begins at `now` and lasts as long as asked for.
 * @throws DomainError INVALID_INPUT for what is no duration, or too long a one.
 */
export function expiryOf(
  now: Date,
  asked: string | null | undefined,
  { usual, longest }: Lifetime,
  field: string,
): Date {
  const expiry = durationAfter(now, asked ?? usual, [field]);
  if (expiry <= durationAfter(now, longest, [field])) return expiry;
  throw invalidInput(say('The time'), [{ path: [field], message: say('must be at most {longest}', { longest }) }]);
}
