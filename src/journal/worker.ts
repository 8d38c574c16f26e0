/** Does the work that was put off, when its time has come. Any number of instances may run one: a job is done by one. */
import type { Logger } from 'pino';
import type { Clock } from '../kernel/clock.ts';
import type { Database, Transaction } from '../platform/database.ts';
import type { Changes, ChangeTag } from './changes.ts';

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
}

export type JobHandler = (job: DueJob, context: JobContext) => Promise<void>;

/** Handlers by the kind of job. */
export type JobHandlers = Readonly<Record<string, JobHandler>>;

export interface WorkerSources {
  readonly database: Database;
  readonly clock: Clock;
  readonly changes: Changes;
  readonly handlers: JobHandlers;
  readonly log: Pick<Logger, 'error'>;
}

/** Milliseconds between looks for due work. */
const POLL_INTERVAL = 1_000;

/** First wait after a failure in milliseconds; doubles with each further one up to the longest. */
const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 15 * 60_000;

export class Worker {
  readonly #sources: WorkerSources;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(sources: WorkerSources) {
    this.#sources = sources;
  }

  start(): void {
    this.#timer = setInterval(() => this.nudge(), POLL_INTERVAL);
    this.#timer.unref();
  }

  /** Looks for due work now, after what is being done. */
  nudge(): void {
    this.#running = this.#running
      .then(() => this.runDue())
      .then(
        () => undefined,
        (error) => this.#sources.log.error({ err: error }, 'The worker could not look for work'),
      );
  }

  /** Ends when the job being done is done. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  /** Does all that is due; answers how many jobs succeeded. */
  async runDue(): Promise<number> {
    let done = 0;
    for (let outcome = await this.#runNext(); outcome !== 'none'; outcome = await this.#runNext()) {
      if (outcome === 'done') done += 1;
    }
    return done;
  }

  async #runNext(): Promise<'done' | 'failed' | 'none'> {
    const { database, clock, changes, handlers, log } = this.#sources;
    const now = clock();
    const tags: ChangeTag[] = [];
    let taken: TakenJob | undefined;
    try {
      await database.$transaction(async (tx) => {
        taken = await takeDueJob(tx, now, Object.keys(handlers));
        if (!taken) return;
        await handlers[taken.kind]?.(taken, { tx, now, changed: (tag) => tags.push(tag) });
        await tx.job.update({ where: { id: taken.id }, data: { doneAt: now } });
      });
    } catch (error) {
      if (!taken) throw error;
      log.error({ err: error, job: taken.id, kind: taken.kind }, 'A job failed and will be tried again');
      await postpone(database, taken, error, now);
      return 'failed';
    }
    changes.announce(tags);
    return taken ? 'done' : 'none';
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
