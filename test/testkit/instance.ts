/** An instance of the service that can be asked and killed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceProcess } from './serviceProcess.ts';

/** Milliseconds that an instance may take to be ready, on a machine that is busy. */
const READY_LIMIT = 180_000;

/** As in production, without limits of rates that a test would meet: it sends from one address what a country does. */
const ENVIRONMENT = {
  NODE_ENV: 'production',
  LOG_LEVEL: 'warn',
  // No proxy is to see that it ends, unless a test says so.
  SHUTDOWN_DELAY: '0',
  RATE_LIMIT_ADDRESS: '10000000',
  RATE_LIMIT_PERSON: '10000000',
  RATE_LIMIT_TOKEN: '10000000',
};

/** What readiness tells; see http/health.ts. */
export interface Readiness {
  readonly status: number;
  readonly checks: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A running instance. */
export class Instance {
  /** Address of the instance, such as http://127.0.0.1:4000. */
  readonly url: string;
  readonly #process: ServiceProcess;

  private constructor(process: ServiceProcess, url: string) {
    this.#process = process;
    this.url = url;
  }

  /**
   * Starts one on a free port and waits until it is ready.
   * @param options arguments of node
   * @throws Error with what it wrote when it ends before that, or is not ready in time
   */
  static async start(
    environment: Readonly<Record<string, string>>,
    options: readonly string[] = [],
  ): Promise<Instance> {
    const end = Date.now() + READY_LIMIT;
    const process = new ServiceProcess({ ...ENVIRONMENT, ...environment }, [...options, 'dist/src/main.js']);
    const instance = new Instance(process, new URL(await process.address()).origin);
    for (;;) {
      const readiness = await instance.readiness();
      if (readiness.status === 200) return instance;
      if (process.hasEnded || Date.now() > end) {
        process.signal('SIGKILL');
        throw new Error(`the instance was not ready: ${JSON.stringify(readiness)}\n${process.output}`);
      }
      await sleep(20);
    }
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** Everything that it wrote. */
  get output(): string {
    return this.#process.output;
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
    this.#process.signal('SIGKILL');
    await this.#process.exitCode();
  }

  /** Tells it to stop, and answers its exit code. */
  stop(): Promise<number | null> {
    return this.#process.stop();
  }
}
