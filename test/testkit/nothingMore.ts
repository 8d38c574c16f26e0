import { expect } from 'vitest';
import type { RawAnswer } from './service.ts';

/** Expects that a refusal tells nothing of what is inside, and nothing to other origins. */
export function expectNothingMore({ headers, text }: RawAnswer): void {
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  expect(text).not.toMatch(/INTERNAL_SERVER_ERROR|node_modules|\.[jt]s:\d|stack|[Pp]risma|"http":/);
}
