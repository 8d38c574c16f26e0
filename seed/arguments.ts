/** What `npm run seed` may be called with. */
import { parseArgs } from 'node:util';
import { UsageError } from '../src/exit.ts';

/** Entries that may be asked for; more would be a slip of the finger. */
const MAX_SCALE = 10_000_000;
const SCALE_RULE = `--scale must have a whole number from 1 to ${MAX_SCALE.toLocaleString('en')}, such as --scale 1000.`;

const USAGE = 'npm run seed -- [--scale N]';
/** What `--help` tells. */
export const HELP = `Usage: ${USAGE}

Fills the catalogue with the cooperation brochure's content and the demonstration catalogue. What is there already is
left as it is, so it can be run again at any time, and goes on where an interrupted run has ended.

  --scale N  adds generated entries until there are N of them, for load work: a whole number from 1 to 10,000,000
  --help     tells this

The database is chosen by DATABASE_URL and DATA_DIR, as for npm start. The embedded database is used by one process at
a time: stop the service first.
`;

/** What was asked for. */
export interface SeedArguments {
  readonly help: boolean;
  /** How many generated entries there are to be; null for the seed alone. */
  readonly scale: number | null;
}

/** @throws UsageError saying which argument is wrong. */
export function readArguments(args: string[]): SeedArguments {
  const { help, scale } = parsed(args);
  if (scale === undefined) return { help, scale: null };
  if (!/^[1-9]\d*$/.test(scale) || Number(scale) > MAX_SCALE) throw wrong(SCALE_RULE);
  return { help, scale: Number(scale) };
}

function parsed(args: string[]): { help: boolean; scale?: string } {
  try {
    const options = { scale: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } } as const;
    return parseArgs({ args, options }).values;
  } catch (error) {
    const { message } = error as Error;
    // Of Node's advice only the first sentence is about this program.
    throw wrong(message.startsWith("Option '--scale") ? SCALE_RULE : `${message.split(/[.\n]/)[0]}.`);
  }
}

function wrong(message: string): UsageError {
  return new UsageError(`${message}\nUsage: ${USAGE}`);
}
