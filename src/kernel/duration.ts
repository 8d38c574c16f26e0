import { Temporal } from 'temporal-polyfill';
import { DomainError } from './errors.ts';
import { ZONE } from './localTime.ts';
import { say } from './messages.ts';

/**
 * The instant that is `text`, an ISO 8601 duration such as P7D or PT8H, after `from`; days are those of Europe/Prague.
 * @throws DomainError INVALID_INPUT when it is not a duration, or leads nowhere.
 */
export function durationAfter(from: Date, text: string, path: readonly string[]): Date {
  try {
    const duration = Temporal.Duration.from(text);
    const start = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(ZONE);
    if (duration.sign > 0) return new Date(start.add(duration).epochMilliseconds);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  const message = say('must be a duration such as P7D (seven days) or PT8H (eight hours)');
  const said = say('{subject} {problem}.', { subject: path.join('.'), problem: message });
  throw new DomainError('INVALID_INPUT', said, [{ path, message }]);
}
