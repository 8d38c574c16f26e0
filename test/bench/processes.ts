/** The processes of a benchmark: what they use, the service as it runs in production, and a database server. */
import { readdirSync, readFileSync } from 'node:fs';
import { ServiceProcess } from '../testkit/serviceProcess.ts';

/** What a process and those that it started have used. */
export interface Usage {
  /** Milliseconds of CPU so far. */
  readonly cpu: number;
  /** Resident memory in MiB. */
  readonly memory: number;
}

/** Ticks of the kernel's clock in a second, and bytes of a page, on usual Linux. */
const TICKS = 100;
const PAGE = 4_096;

/** Usage by /proc; nothing where there is none. */
export function usageOf(pid: number): Usage {
  const all = new Map(processes().map((process) => [process.pid, process]));
  let [cpu, memory] = [all.get(pid)?.ended ?? 0, 0];
  for (const todo = [pid]; todo.length > 0; ) {
    const process = all.get(todo.pop() as number);
    if (!process) continue;
    cpu += process.cpu;
    memory += process.memory;
    todo.push(...[...all.values()].filter(({ parent }) => parent === process.pid).map((child) => child.pid));
  }
  return { cpu: (cpu * 1_000) / TICKS, memory: (memory * PAGE) / 2 ** 20 };
}

function processes() {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const line = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [, parent = 0, ...rest] = line
        .slice(line.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      // Fields of proc(5) from the fifth on: utime and stime are the 14th and 15th, those of children follow, rss is the 24th.
      const field = (number: number) => rest[number - 5] ?? 0;
      return [
        { pid: Number(name), parent, cpu: field(14) + field(15), ended: field(16) + field(17), memory: field(24) },
      ];
    } catch {
      return [];
    }
  });
}

/** A service that runs. */
export interface RunningService {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from its beginning to the first answer of `probe`. */
  readonly startTime: number;
  stop(): Promise<void>;
}

/** Limits of the service that a benchmark would meet: it sends from one address what a country does. */
const UNLIMITED: Readonly<Record<string, string>> = {
  RATE_LIMIT_ADDRESS: '999999999',
  RATE_LIMIT_PERSON: '999999999',
};

/** Starts the built service in production mode on a free port, with these variables besides. */
export async function startService(
  variables: Readonly<Record<string, string | undefined>>,
  probe: (url: string) => Promise<void>,
): Promise<RunningService> {
  const environment = {
    NODE_ENV: 'production',
    LOG_LEVEL: 'fatal',
    PSEUDONYM_KEY: 'a key for benchmarks and nothing else',
    ...UNLIMITED,
    ...variables,
  };
  const start = performance.now();
  const process = new ServiceProcess(environment, ['dist/src/main.js']);
  const url = new URL(await process.address()).origin;
  await probe(url);
  return {
    url,
    pid: process.pid,
    startTime: performance.now() - start,
    stop: async () => void (await process.stop()),
  };
}
