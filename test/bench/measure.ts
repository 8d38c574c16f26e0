/** Asks targets the same question in turns and measures how they answer. */
import { strict as assert } from 'node:assert';
import autocannon, { type Options, type Request } from 'autocannon';
import { type Usage, usageOf } from './processes.ts';

/** What an answer's `data` looks like depends on the case: its check knows. */
// biome-ignore lint/suspicious/noExplicitAny: JSON of any shape, looked into by the check of its case alone
type Data = any;

/** A question, or a chain of two where the second depends on the answer to the first. */
export interface BenchCase {
  /** Document and variables of GraphQL; or the whole `body`. */
  readonly query?: string;
  readonly variables?: object | ((data: Data) => object);
  readonly body?: unknown;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Throws when the answer is not right by the dataset. */
  readonly check: (data: Data) => void;
  /** Whether answers to the same question differ, as those of a mutation do: the peers' way to say so. */
  readonly varies?: boolean;
  readonly next?: Omit<BenchCase, 'next'>;
}

/** A server that is asked. */
export interface Target {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  readonly cases: Readonly<Record<string, BenchCase>>;
}

export interface Sampling {
  readonly connections: number;
  readonly rounds: number;
  readonly seconds: number;
  /** Process of the database server, whose work is shown beside that of the target. */
  readonly databasePid: number | null;
}

/** How a target did in a case. */
export interface Measured {
  readonly target: string;
  readonly perSecond: number;
  readonly least: number;
  readonly most: number;
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of CPU per answer: the target's process tree, and the database server's. */
  readonly cpu: number;
  readonly databaseCpu: number | null;
  readonly memory: number;
  readonly failed: number;
}

/** Times of a target, round by round. */
interface Samples {
  readonly rates: number[];
  readonly times: number[];
  answers: number;
  failed: number;
  cpu: number;
  databaseCpu: number;
}

/** In its place every request has an id of its own. */
const ID = /\[<id>\]/g;
const WARM_UP_SECONDS = 2;

/**
 * Measures the targets in a case, in rounds in which each has its turn, the first one moving on: so noise of the machine is shared.
 * What answers wrongly is told by `report` and left out.
 */
export async function measure(
  name: string,
  targets: readonly Target[],
  sampling: Sampling,
  report: (message: string) => void,
): Promise<Measured[]> {
  const right: Asked[] = [];
  for (const target of targets) {
    const outcome = await verified(target, name);
    if ('text' in outcome) right.push({ target, question: caseOf(target, name), text: outcome.text });
    else report(`  ${target.name} answers ${name} wrongly and is left out: ${outcome.problem}`);
  }
  const samples = new Map(right.map((asked) => [asked, emptySamples()]));
  for (const asked of right) await fire(asked, sampling.connections, WARM_UP_SECONDS);
  for (let round = 0; round < sampling.rounds; round += 1) {
    const order = right.map((_, place) => right[(place + round) % right.length] as Asked);
    for (const asked of order) await sample(asked, sampling, samples.get(asked) as Samples);
  }
  return right.map((asked) => summary(asked.target, samples.get(asked) as Samples, sampling));
}

/** A target with a question and the text of its right answer. */
interface Asked {
  readonly target: Target;
  readonly question: BenchCase;
  readonly text: string;
}

const caseOf = ({ cases }: Target, name: string) => cases[name] as BenchCase;

const emptySamples = (): Samples => ({ rates: [], times: [], answers: 0, failed: 0, cpu: 0, databaseCpu: 0 });

async function sample(asked: Asked, sampling: Sampling, samples: Samples): Promise<void> {
  const { connections, seconds, databasePid } = sampling;
  const before = usage(asked.target, databasePid);
  const { perSecond, answers, failed, times } = await fire(asked, connections, seconds);
  const after = usage(asked.target, databasePid);
  samples.rates.push(perSecond);
  samples.answers += answers;
  samples.failed += failed;
  samples.cpu += after.own.cpu - before.own.cpu;
  samples.databaseCpu += (after.database?.cpu ?? 0) - (before.database?.cpu ?? 0);
  for (const time of times) samples.times.push(time);
}

function usage({ pid }: Target, databasePid: number | null): { own: Usage; database: Usage | null } {
  return { own: usageOf(pid), database: databasePid === null ? null : usageOf(databasePid) };
}

function summary({ name, pid }: Target, samples: Samples, { databasePid }: Sampling): Measured {
  const rates = [...samples.rates].sort((one, other) => one - other);
  const times = samples.times.sort((one, other) => one - other);
  const at = (sorted: readonly number[], share: number) =>
    sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return {
    target: name,
    perSecond: at(rates, 0.5),
    least: at(rates, 0),
    most: at(rates, 1),
    p50: at(times, 0.5),
    p99: at(times, 0.99),
    cpu: samples.cpu / samples.answers,
    databaseCpu: databasePid === null ? null : samples.databaseCpu / samples.answers,
    memory: usageOf(pid).memory,
    failed: samples.failed,
  };
}

/** Asks once; answers the text of a right answer, or what is wrong with it. */
async function verified(
  target: Target,
  name: string,
): Promise<{ readonly text: string } | { readonly problem: string }> {
  try {
    const { next, ...first } = caseOf(target, name);
    const { text, data } = await ask(target, first);
    if (next) await ask(target, { ...next, variables: variablesOf(next, data) });
    return { text };
  } catch (error) {
    return { problem: (error as Error).message.slice(0, 500) };
  }
}

/** What is wrong with the answer of the service at `url`; null when it is right. */
export async function problemWith(url: string, question: BenchCase): Promise<string | null> {
  const outcome = await verified({ name: '', url, pid: 0, cases: { question } }, 'question');
  return 'problem' in outcome ? outcome.problem : null;
}

async function ask(target: Target, question: BenchCase): Promise<{ text: string; data: Data }> {
  const { url, ...request } = requestOf(target, question);
  const body = request.body.replace(ID, crypto.randomUUID());
  const response = await fetch(url, { ...request, body });
  const text = await response.text();
  const { errors, data } = JSON.parse(text);
  assert.equal(errors, undefined, text.slice(0, 300));
  question.check(data);
  return { text, data };
}

function variablesOf({ variables = {} }: BenchCase, data?: Data): object {
  return typeof variables === 'function' ? variables(data) : variables;
}

function requestOf({ url }: Target, question: BenchCase, data?: Data) {
  const { query } = question;
  return {
    url: question.url ?? url,
    method: 'POST' as const,
    headers: { 'content-type': 'application/json', accept: 'application/json', ...question.headers },
    body: JSON.stringify(question.body ?? { query, variables: variablesOf(question, data) }),
  };
}

/** Fires for a while; a chain counts as one answer, with the time of both. */
async function fire({ target, question, text }: Asked, connections: number, seconds: number) {
  const { next, ...first } = question;
  let failed = 0;
  const isRight = (body: string) => (question.varies || next ? !body.includes('"errors":[{') : body === text);
  const steps: Request[] = [
    {
      ...stepOf(target, first),
      onResponse: (_status, body, context) => {
        if (!isRight(body)) failed += 1;
        else if (next) Object.assign(context, { data: JSON.parse(body).data });
      },
    },
  ];
  if (next) {
    steps.push({
      ...stepOf(target, { ...next, variables: {} }),
      setupRequest: (request, context) => {
        const { data } = context as { data?: Data };
        // Without the first answer there is nothing to ask: the chain begins anew.
        return data ? { ...request, body: requestOf(target, next, data).body } : (undefined as never);
      },
      onResponse: (_status, body) => {
        if (!isRight(body)) failed += 1;
      },
    });
  }
  const { url } = requestOf(target, first);
  const options: Options = { url, connections, duration: seconds, timeout: 30, requests: steps };
  const times: number[] = [];
  const begun = new Map<object, number>();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(options, (error, done) => (error ? reject(error) : resolve(done)));
    run.on('response', (client, _status, _bytes, time) => {
      const earlier = begun.get(client);
      if (next && earlier === undefined) return void begun.set(client, time);
      begun.delete(client);
      times.push((earlier ?? 0) + time);
    });
  });
  const answers = result['2xx'] / steps.length;
  failed += result.non2xx + result.errors + result.timeouts;
  return { perSecond: answers / result.duration, answers, failed, times };
}

function stepOf(target: Target, question: BenchCase): Request {
  const { url, method, headers, body } = requestOf(target, question);
  const request: Request = { method, path: new URL(url).pathname, headers, body };
  if (body.search(ID) < 0) return request;
  return { ...request, setupRequest: (one) => ({ ...one, body: body.replace(ID, crypto.randomUUID()) }) };
}
