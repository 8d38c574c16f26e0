/** The servers of the shared benchmark, those of them that are set up and answer. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BenchCase, Target } from './measure.ts';

interface Peer {
  readonly name: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly pidFile: string;
  readonly cases: Readonly<Record<string, Omit<BenchCase, 'check'> & { check(answer: unknown): void }>>;
}

/** Reads `targets.mjs` of the folder; peers that do not answer are told of by `report`. */
export async function readPeers(folder: string, report: (message: string) => void): Promise<Target[]> {
  process.env['M1'] = '1';
  const { default: peers } = (await import(pathToFileURL(resolve(folder, 'targets.mjs')).href)) as { default: Peer[] };
  const answering: Target[] = [];
  for (const { name, url, headers, pidFile, cases } of peers) {
    if (!(await answers(url))) {
      report(`  ${name} does not answer and is left out`);
      continue;
    }
    const own = Object.entries(cases).map(([key, one]): [string, BenchCase] => {
      const check = (data: unknown) => one.check({ data });
      return [key, { ...one, headers: { ...headers, ...one.headers }, check }];
    });
    answering.push({ name, url, pid: Number(readFileSync(pidFile, 'utf8')), cases: Object.fromEntries(own) });
  }
  return answering;
}

/** Process of the PostgreSQL that the folder's servers share. */
export function peersDatabasePid(folder: string): number {
  return Number.parseInt(readFileSync(join(folder, 'pgdata/postmaster.pid'), 'utf8'), 10);
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: 'POST', body: '{}', signal: AbortSignal.timeout(2_000) });
    return true;
  } catch {
    return false;
  }
}
