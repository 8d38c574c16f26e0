/** Working days in the Czech Republic, and the deadlines of requests that are counted in them. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { afterWorkingDays, beforeWorkingDays, isWorkingDay } from '../../src/kernel/workingDays.ts';
import { deadlinesOf, nextReminder } from '../../src/requests/dueDates.ts';
import { REQUEST_STATES } from '../../src/requests/workflow.ts';

const day = (text: string) => Temporal.PlainDate.from(text);

describe('working days', () => {
  test.each([
    ['2026-11-25', true, 'a Wednesday'],
    ['2026-11-28', false, 'a Saturday'],
    ['2026-11-29', false, 'a Sunday'],
    ['2026-11-17', false, 'the day of the struggle for freedom, a Tuesday'],
    ['2026-04-03', false, 'Good Friday'],
    ['2026-04-06', false, 'Easter Monday'],
    ['2026-04-02', true, 'Maundy Thursday'],
    ['2024-03-29', false, 'Good Friday of a leap year'],
    ['2038-04-26', false, 'Easter Monday at its latest'],
    ['2026-12-24', false, 'Christmas Eve'],
    ['2026-12-31', true, 'the last day of a year'],
    ['2027-01-01', false, 'New Year'],
  ])('%s is one: %s (%s)', (text, expected) => expect(isWorkingDay(day(text))).toBe(expected));

  test('end at midnight in Prague, in winter and in summer', () => {
    expect(afterWorkingDays(new Date('2026-11-25T08:00:00Z'), 1)).toEqual(new Date('2026-11-26T23:00:00Z'));
    expect(afterWorkingDays(new Date('2026-07-01T08:00:00Z'), 1)).toEqual(new Date('2026-07-02T22:00:00Z'));
  });

  test('are counted from the day that it is in Prague, and step over weekends and holidays', () => {
    // 23:30 UTC is half past midnight of the next day in Prague.
    expect(afterWorkingDays(new Date('2026-11-25T23:30:00Z'), 1)).toEqual(new Date('2026-11-27T23:00:00Z'));
    expect(afterWorkingDays(new Date('2026-11-27T08:00:00Z'), 1)).toEqual(new Date('2026-11-30T23:00:00Z'));
    expect(afterWorkingDays(new Date('2026-12-23T08:00:00Z'), 2)).toEqual(new Date('2026-12-29T23:00:00Z'));
  });

  test('counted back lead to where they were counted from, for days that people work on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_650 }), fc.integer({ min: 1, max: 40 }), (offset, count) => {
        const start = day('2025-01-01').add({ days: offset });
        fc.pre(isWorkingDay(start));
        const morning = new Date(start.toZonedDateTime('Europe/Prague').add({ hours: 9 }).epochMilliseconds);
        expect(beforeWorkingDays(afterWorkingDays(morning, count), count)).toEqual(afterWorkingDays(morning, 0));
      }),
    );
  });
});

describe('deadlines of a request', () => {
  const since = new Date('2026-11-25T08:00:00Z');

  test('are there while somebody waits, with a reminder two working days before', () => {
    expect(deadlinesOf('SUBMITTED', since)).toEqual({
      dueAt: new Date('2026-12-02T23:00:00Z'),
      remindAt: new Date('2026-11-30T23:00:00Z'),
    });
    const waiting = REQUEST_STATES.filter((state) => deadlinesOf(state, since).dueAt !== null);
    expect(waiting).toEqual(['SUBMITTED', 'IN_REVIEW', 'CHANGES_REQUESTED']);
    for (const state of waiting) {
      const { dueAt, remindAt } = deadlinesOf(state, since);
      expect([remindAt && remindAt > since, remindAt && dueAt && remindAt < dueAt]).toEqual([true, true]);
    }
  });

  test('are reminded of twice: before they are over, and once when they are', () => {
    const { dueAt, remindAt } = deadlinesOf('SUBMITTED', since) as { dueAt: Date; remindAt: Date };
    expect(nextReminder({ dueAt }, remindAt)).toEqual(dueAt);
    expect(nextReminder({ dueAt }, dueAt)).toBe(null);
  });
});
