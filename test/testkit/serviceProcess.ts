/** The compiled service as a process of its own, as its operator starts, stops and loses it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot } from '../../src/platform/projectRoot.ts';

/** A process of the service, started with nothing of this process's environment but what it needs to be found. */
export class ServiceProcess {
  readonly #child: ChildProcess;
  /** Everything that it wrote. */
  output = '';

  /**
   * @param environment its variables; those without a value are left out
   * @param program arguments of node, from the root of the project; `npm start` without any
   */
  constructor(environment: Readonly<Record<string, string | undefined>>, program = ['scripts/run.mjs', 'src/main.js']) {
    const { PATH = '', HOME = '' } = process.env;
    const env = { PATH, HOME, PORT: '0', ...environment };
    this.#child = spawn(process.execPath, program, { cwd: projectRoot(), env });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk;
      });
    }
  }

  get pid(): number {
    return Number(this.#child.pid);
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /**
   * Waits for the address that it tells.
   * @throws Error with what it wrote when it ends before that
   */
  async address(): Promise<string> {
    const ended = once(this.#child, 'exit');
    for (;;) {
      const address = this.output.match(/listens on (\S+)/)?.[1];
      if (address) return address;
      if (this.hasEnded) throw new Error(`It ended: ${this.output}`);
      await Promise.race([once(this.#child.stdout as NodeJS.ReadableStream, 'data'), ended]);
    }
  }

  /** Waits for its end; null when a signal ended it. */
  async exitCode(): Promise<number | null> {
    if (!this.hasEnded) await once(this.#child, 'close');
    return this.#child.exitCode;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Tells it to stop, and answers its exit code. */
  stop(): Promise<number | null> {
    this.signal('SIGTERM');
    return this.exitCode();
  }
}
