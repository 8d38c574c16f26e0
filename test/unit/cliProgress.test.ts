import { expect, test } from 'vitest';
import { createProgress } from '../../src/cli/progress.ts';

test('long work on a file tells now and then how far it is, how fast it goes and, when it can, how long it will take', () => {
  const messages: string[] = [];
  let now = 0;
  const progress = createProgress(
    (message) => messages.push(message),
    () => now,
  );
  const steps: [seconds: number, phase: string, done: number, total: number | null][] = [
    [1, 'read', 200, null],
    [3, 'read', 900, null],
    [6, 'read', 2_200, null],
    [7, 'read', 10_000, null],
    [8, 'written', 200, 10_000],
    [12, 'written', 900, 10_000],
    [18, 'written', 1_200, 10_000],
    [20, 'written', 10_000, 10_000],
  ];
  for (const [seconds, phase, done, total] of steps) {
    now = seconds * 1_000;
    progress(phase, done, total);
  }
  expect(messages).toEqual([
    '  read 2,200 rows, 400 a second',
    '  written 1,200 of 10,000 rows, 100 a second, about 88 s left',
  ]);
});
