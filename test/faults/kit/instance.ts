/** The compiled service as a process of its own, which can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../../src/platform/projectRoot.ts';

/** Milliseconds that an instance may take to be ready, on a machine that is busy. */
const READY_LIMIT = 60_000;

/** What readiness tells; see http/health.ts. */
export interface Readiness {
  readonly status: number;
  readonly checks: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A running instance. */
export class Instance {
  /** Address of the instance, such as http://127.0.0.1:4000. */
  readonly url: string;
  /** Everything that it wrote. */
  readonly output: () => string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string, output: () => string) {
    this.#child = child;
    this.url = url;
    this.output = output;
  }

  /** Starts one on a free port, with limits of rates out of the way, and waits until it is ready. */
  static async start(environment: Readonly<Record<string, string>>): Promise<Instance> {
    const { PATH = '', HOME = '' } = process.env;
    const rates = { RATE_LIMIT_ADDRESS: '10000000', RATE_LIMIT_PERSON: '10000000', RATE_LIMIT_TOKEN: '10000000' };
    const env = { PATH, HOME, NODE_ENV: 'production', LOG_LEVEL: 'warn', PORT: '0', ...rates, ...environment };
    const child = spawn(process.execPath, [join(projectRoot(), 'dist/src/main.js')], { cwd: projectRoot(), env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
      });
    }
    const ended = once(child, 'close').then(() => {
      throw new Error(`the instance ended before it was ready:\n${output}`);
    });
    // It ends in any case, once nobody waits for it any more.
    ended.catch(() => undefined);
    const started = (async () => {
      for (const end = Date.now() + READY_LIMIT; Date.now() < end; await sleep(20)) {
        const url = output.match(/listens on (http:\/\/[^/\s]+)/)?.[1];
        if (url === undefined) continue;
        const instance = new Instance(child, url, () => output);
        if ((await instance.readiness()).status === 200) return instance;
      }
      throw new Error(`the instance was not ready within ${READY_LIMIT} ms:\n${output}`);
    })();
    return Promise.race([started, ended]);
  }

  get pid(): number {
    return Number(this.#child.pid);
  }

  /** What `/health/ready` answers; status 0 when nobody does. */
  async readiness(): Promise<Readiness> {
    try {
      const response = await fetch(`${this.url}/health/ready`);
      const { checks = {} } = (await response.json()) as Partial<Readiness>;
      return { status: response.status, checks };
    } catch {
      return { status: 0, checks: {} };
    }
  }

  /** Kills it as `kill -9` does, without a chance to clean up. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Tells it to stop, and answers its exit code. */
  async stop(): Promise<number | null> {
    await this.#end('SIGTERM');
    return this.#child.exitCode;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'close');
    this.#child.kill(signal);
    await ended;
  }
}
