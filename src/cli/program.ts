/** What the programs of the command line share. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { pino } from 'pino';
import { readConfig } from '../config.ts';
import { UsageError } from '../exit.ts';
import { Changes } from '../journal/changes.ts';
import type { CommandRunner } from '../journal/command.ts';
import { systemClock } from '../kernel/clock.ts';

/** Tells the user; standard output is for what was asked for. */
export function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** How a program is called. */
export interface Usage<Options extends ParseArgsConfig['options']> {
  /** Its one line of help. */
  readonly usage: string;
  readonly options: Options;
}

/**
 * Options and the one file of a command line; the file is null when only help is asked for.
 * @throws UsageError saying which argument is wrong
 */
export function readArguments<const Options extends NonNullable<ParseArgsConfig['options']>>({
  usage,
  options,
}: Usage<Options>) {
  const { values, positionals } = parsed(usage, options);
  if ('help' in values && values['help']) return { values, file: null };
  const [file, ...others] = positionals;
  if (file === undefined) throw wrongUsage(usage, 'Name a file, or - for standard input or output.');
  if (others.length > 0) throw wrongUsage(usage, `Name one file, not ${positionals.length}.`);
  return { values, file };
}

function parsed<const Options extends NonNullable<ParseArgsConfig['options']>>(usage: string, options: Options) {
  try {
    return parseArgs({ args: process.argv.slice(2), options, allowPositionals: true });
  } catch (error) {
    // Of Node's advice only the first sentence is about this program.
    throw wrongUsage(usage, `${(error as Error).message.split(/[.\n]/)[0]}.`);
  }
}

export function wrongUsage(usage: string, message: string): UsageError {
  return new UsageError(`${message}\nUsage: ${usage}`);
}

/** The option's value when it is one of those allowed. */
export function oneOf<const Value extends string>(
  usage: string,
  option: string,
  allowed: readonly Value[],
  value: string,
): Value {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw wrongUsage(usage, `${option} must be one of ${allowed.join(', ')}.`);
  return found;
}

/** Opens the configured database for the time of some work; for who only looks, it must be of this version already. */
export async function withRunner<Result>(
  work: (runner: CommandRunner) => Promise<Result>,
  { onlyLooks = false } = {},
): Promise<Result> {
  const config = readConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL }, pino.destination(2));
  // Loaded when it is needed: a wrong argument should be told at once.
  const { openMigratedDatabase, openPresentDatabase } = await import('../platform/migratedDatabase.ts');
  const database = await (onlyLooks ? openPresentDatabase(config, log) : openMigratedDatabase(config, log, tell));
  try {
    tell(`Database: ${database.adapter}, ${database.location}`);
    return await work({ database: database.prisma, clock: systemClock, changes: new Changes() });
  } finally {
    await database.close();
  }
}
