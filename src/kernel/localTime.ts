import { Temporal } from 'temporal-polyfill';
import { DomainError } from './errors.ts';
import type { Message } from './message.ts';
import { say } from './messages.ts';

/** Time zone that people of the agency give times in. */
export const ZONE = 'Europe/Prague';

/**
 * The instant that `text` means: ISO 8601 with an offset, or without one as local time in Europe/Prague.
 * @throws DomainError INVALID_INPUT when it is not a time, or a local time that summer time skips or repeats; the message
 * gives the offsets to choose from.
 */
export function parseTime(text: string, path: readonly string[]): Date {
  try {
    return new Date(Temporal.Instant.from(text).epochMilliseconds);
  } catch {
    return parseLocal(text, path);
  }
}

function parseLocal(text: string, path: readonly string[]): Date {
  const local = plainDateTime(text);
  if (!local) {
    throw invalidTime(
      text,
      say('must be a time such as 2026-11-23T09:30 (Europe/Prague) or 2026-11-23T09:30:00+01:00'),
      path,
    );
  }
  const earlier = local.toZonedDateTime(ZONE, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(ZONE, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return new Date(earlier.epochMilliseconds);
  const isRepeated = earlier.toPlainDateTime().equals(local);
  throw invalidTime(text, isRepeated ? repeated(earlier.offset, later.offset) : skipped, path);
}

const repeated = (earlier: string, later: string) =>
  say('happens twice in {zone} that day: add the offset {earlier} or {later}', { zone: ZONE, earlier, later });
const skipped = say('does not exist in {zone}, clocks skip it that day: choose another time or add an offset', {
  zone: ZONE,
});

function plainDateTime(text: string): Temporal.PlainDateTime | null {
  if (!/T\d\d:\d\d/.test(text)) return null;
  try {
    return Temporal.PlainDateTime.from(text);
  } catch {
    return null;
  }
}

function invalidTime(subject: string, message: Message, path: readonly string[]): DomainError {
  const said = say('{subject} {problem}.', { subject, problem: message });
  return new DomainError('INVALID_INPUT', said, [{ path, message }]);
}

/** @throws DomainError INVALID_INPUT when `instant` is not after `now`. */
export function assertFuture(instant: Date, now: Date, path: readonly string[]): void {
  if (instant > now) return;
  throw invalidTime(path.join('.'), say('must be in the future; it is {now} now', { now: now.toISOString() }), path);
}
