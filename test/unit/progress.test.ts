import { expect, test } from 'vitest';
import { createProgress } from '../../seed/progress.ts';

test('long work tells now and then how far it is, how fast it goes and how long it will take', () => {
  const messages: string[] = [];
  let now = 0;
  const report = (message: string) => messages.push(message);
  const progress = createProgress('entries', 10_000, report, () => now);
  const steps = [
    { seconds: 1, done: 500 },
    { seconds: 5, done: 2_500 },
    { seconds: 6, done: 3_000 },
    { seconds: 65, done: 5_500 },
    { seconds: 66, done: 10_000 },
  ];
  for (const { seconds, done } of steps) {
    now = seconds * 1_000;
    progress(done);
  }
  expect(messages).toEqual([
    '  entries: 2,500 of 10,000, 500 a second, about 15 s left',
    '  entries: 5,500 of 10,000, 50 a second, about 2 min left',
    '  entries: 10,000 of 10,000, 4,500 a second',
  ]);
});
