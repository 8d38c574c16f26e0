/** Tables of what was measured, and the page of the documentation. */
import os from 'node:os';
import type { BenchArguments } from './arguments.ts';
import type { Measured } from './measure.ts';

/** A case that was measured at a number of connections. */
export interface Block {
  readonly database: string;
  readonly name: string;
  readonly connections: number;
  readonly rows: readonly Measured[];
}

/** A service that was measured. */
export interface ServiceFigures {
  readonly database: string;
  readonly way: string;
  /** Milliseconds from its start to the first answer. */
  readonly startTime: number;
  /** MiB, a minute after its last case. */
  readonly memory: number;
}

/** Everything that a run gave. */
export interface Results {
  readonly blocks: Block[];
  readonly services: ServiceFigures[];
}

/** What is told of a service beside its cases. */
export function serviceLine({ database, way, startTime, memory }: ServiceFigures): string {
  return (
    `- ${way} on ${database}: ${Math.round(startTime)} ms from start to the first answer, ` +
    `${Math.round(memory)} MiB resident a minute after its last case`
  );
}

/** Who the others are compared with, where it was measured. */
const BASE = 'postgraphile';

const HEAD = `| target | answers/s (least–most) | × ${BASE} | p50 ms | p99 ms | CPU ms/answer | database CPU ms/answer | memory MiB | failed |
|---|---|---|---|---|---|---|---|---|`;

/** The block as a table in Markdown, the fastest first. */
export function table({ database, name, connections, rows }: Block): string {
  const base = rows.find(({ target }) => target === BASE)?.perSecond;
  const lines = [...rows]
    .sort((one, other) => other.perSecond - one.perSecond)
    .map((row) =>
      [
        '',
        row.target,
        `${short(row.perSecond)} (${short(row.least)}–${short(row.most)})`,
        base ? (row.perSecond / base).toFixed(2) : '',
        short(row.p50),
        short(row.p99),
        // A target whose process is not known, or another one by now, has no figures of it.
        row.memory > 0 ? row.cpu.toFixed(2) : '',
        row.databaseCpu?.toFixed(2) ?? '',
        row.memory > 0 ? Math.round(row.memory) : '',
        row.failed,
        '',
      ]
        .join(' | ')
        .trim(),
    );
  return `\n### ${name} on ${database}, ${connections} ${connections === 1 ? 'connection' : 'connections'}\n\n${HEAD}\n${lines.join('\n')}\n`;
}

function short(value: number): string {
  if (Number.isNaN(value)) return '';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

const CASES = `- **q1** one tile with its text, organization and categories; **q2** a list of 20 with organization and categories; **q3** the same filtered by
  the organization's kind and a category, with the total count; **q4** a word sought in titles and texts, 20 hits with the total;
- **matrix** the whole matrix of requirements with sources; **assessment** of a municipality with one fact;
- **m1** an editor creates and submits a tile, an approver publishes it: two requests, audit and outbox included, counted as one answer. One
  instance is left then: another one would index, on the same processors, what the first publishes.`;

/** docs/benchmarks.md. */
export function page({ rounds, seconds }: BenchArguments, { blocks, services }: Results): string {
  return `# Benchmarks

Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}, Node.js ${process.version}, ${os.cpus().length} cores (${os.cpus()[0]?.model.trim()}); ${rounds} rounds of
${seconds} s. The load generator runs on the same machine and targets have their turns, so **only ratios within one table count**. 10,000 tiles, 1,000 organizations,
50 categories; answers are compared with the dataset before and while they are measured.

${CASES}

\`uncached\` is the service with \`ANSWERS_MB=0\`: every answer is computed. \`unchanged\` is the service as it comes: what has not changed is
answered from memory. Both run with all limits and checks of production. Why it is as fast as it is: [performance](performance.md).

${services.map(serviceLine).join('\n')}
${blocks.map(table).join('')}`;
}
