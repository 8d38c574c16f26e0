/** What `npm run bench` may be called with. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../../src/exit.ts';
import { CASES, type CaseName } from './cases.ts';

export const HELP = `Usage: npm run bench -- [options]

Fills a catalogue of 10,000 tiles, 1,000 organizations and 50 categories, starts the built service in production mode and measures it:
with every answer computed (uncached) and with answers kept (unchanged). PostgreSQL is the one of DATABASE_URL, in a database of its
own, or else a private one where it is installed.

  --databases LIST    postgres,pglite; both when left out
  --cases LIST        of ${CASES.join(',')}; all when left out
  --connections LIST  how many connections ask at once: 1,32
  --rounds N          turns of each target: 3
  --seconds N         length of a turn: 4
  --dataset FOLDER    takes the catalogue from files (organizations, categories, tiles, tile_categories, all .ndjson)
  --peers FOLDER      measures the servers of FOLDER/targets.mjs in the same turns, on FOLDER/dataset; with DATABASE_URL of their server
  --write             writes docs/benchmarks.md
  --help              tells this
`;

export interface BenchArguments {
  readonly help: boolean;
  readonly databases: readonly string[];
  readonly cases: readonly CaseName[];
  readonly connections: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
  readonly dataset: string | undefined;
  readonly peers: string | undefined;
  readonly write: boolean;
}

const OPTIONS = {
  databases: { type: 'string', default: 'postgres,pglite' },
  cases: { type: 'string', default: CASES.join(',') },
  connections: { type: 'string', default: '1,32' },
  rounds: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '4' },
  dataset: { type: 'string' },
  peers: { type: 'string' },
  write: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** @throws UsageError saying which argument is wrong. */
export function readBenchArguments(args: string[]): BenchArguments {
  const given = parsed(args);
  const asked = oneOf('cases', given.cases, CASES);
  const number = (name: 'rounds' | 'seconds') => numberOf(name, given[name]);
  return {
    help: given.help,
    databases: oneOf('databases', given.databases, ['postgres', 'pglite']),
    // In their own order: what is written comes last.
    cases: CASES.filter((name) => asked.includes(name)),
    connections: given.connections.split(',').map((value) => numberOf('connections', value)),
    rounds: number('rounds'),
    seconds: number('seconds'),
    dataset: given.dataset ?? (given.peers && join(given.peers, 'dataset')),
    peers: given.peers,
    write: given.write,
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${HELP}`);
  }
}

function oneOf<T extends string>(name: string, list: string, allowed: readonly T[]): T[] {
  const values = list.split(',');
  const wrong = values.find((value) => !(allowed as readonly string[]).includes(value));
  if (wrong !== undefined) throw new UsageError(`--${name} must have some of ${allowed.join(', ')}, not ${wrong}.`);
  return values as T[];
}

function numberOf(name: string, value: string): number {
  if (/^[1-9]\d{0,3}$/.test(value)) return Number(value);
  throw new UsageError(`--${name} must have whole numbers from 1 to 9999, not ${value}.`);
}
