/** Another process of ours, for what only a second process can show. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../src/platform/projectRoot.ts';

/** A running script that has said its first line. */
export interface RunningScript {
  readonly pid: number;
  /** The first line that it wrote. */
  readonly said: string;
  /** Kills it as `kill -9` does, without a chance to clean up, and waits until it is gone. */
  kill(): Promise<void>;
}

/**
 * Runs a script of the project by tsx and waits for its first line. The script is to end with its input, which ends with us.
 * @param path from the root of the project
 * @throws Error with what it wrote to stderr when it ends before that
 */
export async function runScript(path: string, ...args: string[]): Promise<RunningScript> {
  const command = ['--import', 'tsx', join(projectRoot(), path), ...args];
  const child = spawn(process.execPath, command, { cwd: projectRoot(), stdio: ['pipe', 'pipe', 'pipe'] });
  const said = await firstLine(child);
  return {
    pid: Number(child.pid),
    said,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** What a program of the command line did. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a compiled program, as its npm script does, to its end, with nothing of this process's environment but what it needs to
 * be found. What is run was compiled by the setup of the run.
 * @param program from the root of the sources, without its ending, such as `src/cli/import`
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<ProgramEnd> {
  const { PATH = '', HOME = '' } = process.env;
  const command = [join(projectRoot(), 'dist', `${program}.js`), ...args];
  const child = spawn(process.execPath, command, { cwd: projectRoot(), env: { PATH, HOME, ...env } });
  // A program that refuses its arguments does not read its input.
  child.stdin.on('error', () => undefined).end(input);
  const told = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (chunk: Buffer) => {
      told[stream] += chunk;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...told };
}

function firstLine(child: ChildProcess): Promise<string> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  return new Promise((resolve, reject) => {
    if (child.stdout) createInterface(child.stdout).once('line', resolve);
    child.once('close', () => reject(new Error(`the script ended without a word: ${errors}`)));
  });
}
