import { expect, test } from 'vitest';
import { readArguments } from '../../seed/arguments.ts';
import { UsageError } from '../../src/exit.ts';

test.each([
  ['', { help: false, scale: null }],
  ['--scale 1', { help: false, scale: 1 }],
  ['--scale=10000000', { help: false, scale: 10_000_000 }],
  ['--help', { help: true, scale: null }],
  ['-h', { help: true, scale: null }],
])('npm run seed -- %s is understood', (args, meaning) => {
  expect(readArguments(args.split(' ').filter(Boolean))).toEqual(meaning);
});

const SCALE_RULE = '--scale must have a whole number from 1 to 10,000,000, such as --scale 1000.';

test.each([
  ['--scale', SCALE_RULE],
  ['--scale=', SCALE_RULE],
  ['--scale 0', SCALE_RULE],
  ['--scale -5', SCALE_RULE],
  ['--scale 1.5', SCALE_RULE],
  ['--scale 1e3', SCALE_RULE],
  ['--scale 10000001', SCALE_RULE],
  ['--skale 5', "Unknown option '--skale'."],
  ['1000', "Unexpected argument '1000'."],
])('npm run seed -- %s is refused in words that help', (args, message) => {
  const read = () => readArguments(args.split(' '));
  expect(read).toThrow(new UsageError(`${message}\nUsage: npm run seed -- [--scale N]`));
});
