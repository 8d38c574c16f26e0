/** By when the next step of a request is expected, and when whoever it is up to is reminded. Rules of this service. */
import { afterWorkingDays, beforeWorkingDays } from '../kernel/workingDays.ts';
import type { RequestState } from './workflow.ts';

/** Working days for the next step: the agency's where it has the request, the applicant's where it is to change it. */
export const DUE_WORKING_DAYS = {
  SUBMITTED: 5,
  IN_REVIEW: 15,
  CHANGES_REQUESTED: 30,
} as const satisfies Partial<Record<RequestState, number>>;

/** Working days before the due date at whose end a reminder goes out; another one goes out when it is over. */
export const REMINDER_WORKING_DAYS = 2;

/** The two instants; null in states that nobody waits in. */
export interface Deadlines {
  readonly dueAt: Date | null;
  readonly remindAt: Date | null;
}

/** The deadlines of a request that has come to a state. */
export function deadlinesOf(state: RequestState, since: Date): Deadlines {
  const days = (DUE_WORKING_DAYS as Partial<Record<RequestState, number>>)[state];
  if (days === undefined) return { dueAt: null, remindAt: null };
  const dueAt = afterWorkingDays(since, days);
  return { dueAt, remindAt: beforeWorkingDays(dueAt, REMINDER_WORKING_DAYS) };
}

/** When to remind again after a reminder at `now`: once the due date is over, and then no more. */
export function nextReminder({ dueAt }: { readonly dueAt: Date | null }, now: Date): Date | null {
  return dueAt !== null && dueAt > now ? dueAt : null;
}
