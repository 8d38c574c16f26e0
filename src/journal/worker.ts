/** Does the work that was put off, when its time has come. Any number of instances may run one: a job is done by one. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Prisma } from '../generated/prisma/client.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Database, Transaction } from '../platform/database.ts';
import type { Counter } from '../platform/telemetry/meter.ts';
import { NO_TELEMETRY, type Telemetry } from '../platform/telemetry/telemetry.ts';
import type { Tracer } from '../platform/telemetry/tracer.ts';
import { recordChanges } from './changeFeed.ts';
import type { Changes, ChangeTag } from './changes.ts';
import { ensurePeriodicJobs, type PeriodicJob, periodicJobId } from './periodicJobs.ts';

/** A job as its handler sees it. */
export interface DueJob {
  readonly subject: string;
  readonly payload: unknown;
}

/** What a handler works with: whatever it writes commits together with the job's done mark. */
export interface JobContext {
  readonly tx: Transaction;
  readonly now: Date;
  readonly changed: (tag: ChangeTag) => void;
  /** Asks for a periodic job to be done again at once, with this payload, because there is more to do. */
  readonly repeat: (payload: Prisma.InputJsonObject) => void;
}

export type JobHandler = (job: DueJob, context: JobContext) => Promise<void>;

/** Handlers by the kind of job. */
export type JobHandlers = Readonly<Record<string, JobHandler>>;

export interface WorkerSources {
  readonly database: Database;
  readonly clock: Clock;
  readonly changes: Changes;
  readonly handlers: JobHandlers;
  /** Kinds of jobs that a started worker does again and again. */
  readonly periodic?: readonly PeriodicJob[];
  readonly log: Pick<Logger, 'error'>;
  readonly telemetry?: Telemetry;
}

/** Milliseconds between looks for due work. */
const POLL_INTERVAL = 1_000;

/** First wait after a failure in milliseconds; doubles with each further one up to the longest. */
const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 15 * 60_000;

export class Worker {
  readonly #sources: WorkerSources;
  readonly #count: Counter;
  readonly #tracer: Tracer;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #lacksPeriodicJobs = false;
  #isStopping = false;

  constructor(sources: WorkerSources) {
    this.#sources = sources;
    const { meter, tracer } = sources.telemetry ?? NO_TELEMETRY;
    this.#tracer = tracer;
    this.#count = meter.counter('rozcestnik_jobs_total', 'Jobs done, and attempts that failed', ['kind', 'outcome']);
  }

  start(): void {
    this.#lacksPeriodicJobs = true;
    this.#timer = setInterval(() => this.nudge(), POLL_INTERVAL);
    this.#timer.unref();
  }

  /** Looks for due work now, after what is being done. */
  nudge(): void {
    this.#running = this.#running
      .then(() => this.#ensurePeriodicJobs())
      .then(() => this.runDue())
      .then(
        () => undefined,
        (error) => this.#sources.log.error({ err: error }, 'The worker could not look for work'),
      );
  }

  /** Ends when the job being done is done. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  /** Does all that is due, unless it is stopped in the meantime; answers how many jobs succeeded. */
  async runDue(): Promise<number> {
    let done = 0;
    while (!this.#isStopping) {
      const outcome = await this.#runNext();
      if (outcome === 'none') break;
      if (outcome === 'done') done += 1;
      // PGlite answers within the same turn: without this nobody else would get a turn until all work is done.
      await nextTurn();
    }
    return done;
  }

  async #ensurePeriodicJobs(): Promise<void> {
    const { database, clock, periodic = [] } = this.#sources;
    if (!this.#lacksPeriodicJobs) return;
    await ensurePeriodicJobs(database, periodic, clock());
    this.#lacksPeriodicJobs = false;
  }

  async #runNext(): Promise<'done' | 'failed' | 'none'> {
    const { database, clock, changes, handlers, log } = this.#sources;
    const now = clock();
    const tags: ChangeTag[] = [];
    let taken: TakenJob | undefined;
    let rest: Prisma.InputJsonObject | undefined;
    try {
      await database.$transaction(async (tx) => {
        taken = await takeDueJob(tx, now, Object.keys(handlers));
        if (!taken) return;
        const repeat = (payload: Prisma.InputJsonObject) => {
          rest = payload;
        };
        const { kind } = taken;
        const job: DueJob = taken;
        await this.#tracer.within(`job ${kind}`, {}, async () =>
          handlers[kind]?.(job, { tx, now, changed: (tag) => tags.push(tag), repeat }),
        );
        await recordChanges(tx, tags, { origin: changes.origin, now });
        await tx.job.update({ where: { id: taken.id }, data: this.#afterSuccess(taken, rest, now) });
      });
    } catch (error) {
      if (!taken) throw error;
      log.error({ err: error, job: taken.id, kind: taken.kind }, 'A job failed and will be tried again');
      this.#count({ kind: taken.kind, outcome: 'failed' });
      await postpone(database, taken, error, now);
      return 'failed';
    }
    changes.announce(tags);
    if (taken) this.#count({ kind: taken.kind, outcome: 'done' });
    return taken ? 'done' : 'none';
  }

  /** A job is done; a periodic one is put off to its next time, or goes on at once with the rest. */
  #afterSuccess({ id, kind }: TakenJob, rest: Prisma.InputJsonObject | undefined, now: Date): Prisma.JobUpdateInput {
    const periodic = this.#sources.periodic?.find((one) => one.kind === kind && periodicJobId(kind) === id);
    if (!periodic) return { doneAt: now };
    const runAt = rest ? now : new Date(now.getTime() + periodic.everyMs);
    return { runAt, payload: rest ?? {}, attempts: 0, lastError: null };
  }
}

interface TakenJob extends DueJob {
  readonly id: string;
  readonly kind: string;
  readonly attempts: number;
}

/** The most urgent due job that nobody else is doing, locked until the transaction ends. */
async function takeDueJob(tx: Transaction, now: Date, kinds: string[]): Promise<TakenJob | undefined> {
  const [job] = await tx.$queryRaw<TakenJob[]>`
    SELECT "id", "kind", "subject", "payload", "attempts" FROM "Job"
    WHERE "doneAt" IS NULL AND "runAt" <= ${now} AND "kind" = ANY(${kinds})
    ORDER BY "runAt", "id" LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return job;
}

async function postpone(database: Database, { id, attempts }: TakenJob, error: unknown, now: Date): Promise<void> {
  const wait = Math.min(FIRST_RETRY * 2 ** attempts, LONGEST_RETRY);
  await database.job.updateMany({
    where: { id, doneAt: null },
    data: {
      attempts: { increment: 1 },
      runAt: new Date(now.getTime() + wait),
      lastError: error instanceof Error ? error.message : String(error),
    },
  });
}
