import { describe, expect, test } from 'vitest';
import { assertFuture, parseTime } from '../../src/kernel/localTime.ts';

const instant = (text: string) => parseTime(text, ['publishAt']).toISOString();

describe('a time that an editor gives', () => {
  test('is local time in Prague, in winter as in summer', () => {
    expect(instant('2026-11-23T09:30')).toBe('2026-11-23T08:30:00.000Z');
    expect(instant('2026-07-23T09:30:15')).toBe('2026-07-23T07:30:15.000Z');
  });

  test('may have an offset, which then decides', () => {
    expect(instant('2026-11-23T09:30:00+02:00')).toBe('2026-11-23T07:30:00.000Z');
    expect(instant('2026-11-23T09:30:00Z')).toBe('2026-11-23T09:30:00.000Z');
  });

  test('that summer time skips is refused', () => {
    expect(() => instant('2026-03-29T02:30')).toThrow('does not exist in Europe/Prague');
    expect(instant('2026-03-29T03:00')).toBe('2026-03-29T01:00:00.000Z');
  });

  test('that happens twice is refused with the offsets to choose from', () => {
    expect(() => instant('2026-10-25T02:30')).toThrow('add the offset +02:00 or +01:00');
    expect(instant('2026-10-25T02:30:00+02:00')).toBe('2026-10-25T00:30:00.000Z');
    expect(instant('2026-10-25T02:30:00+01:00')).toBe('2026-10-25T01:30:00.000Z');
  });

  test.each(['', 'tomorrow', '2026-11-23', '2026-13-01T10:00', '2026-02-30T10:00', '25:00'])(
    'cannot be "%s"',
    (text) => {
      expect(() => instant(text)).toThrow('must be a time such as 2026-11-23T09:30');
    },
  );

  test('must be in the future', () => {
    const now = new Date('2026-11-23T10:00:00Z');
    expect(() => assertFuture(now, now, ['publishAt'])).toThrow('publishAt must be in the future');
    expect(() => assertFuture(new Date(now.getTime() + 1), now, ['publishAt'])).not.toThrow();
  });
});
