/**
 * Sends the mails that are queued. Any number of instances may run one: each mail is handed over by one of them. It is not
 * a job of the worker, because nothing may be waited for outside of the database while a transaction is open.
 */
import type { Logger } from 'pino';
import type { MailDelivery, Prisma } from '../generated/prisma/client.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Database } from '../platform/database.ts';
import type { DeliveryState } from './deliveries.ts';
import { type Mail, type Mailer, MailFailure } from './mailer.ts';

/** The mail of a delivery; null when there is nobody to send it to any more. */
export type Compose = (delivery: MailDelivery) => Promise<Mail | null>;

export interface OutboxSources {
  readonly database: Database;
  readonly clock: Clock;
  readonly mailer: Mailer;
  readonly compose: Compose;
  readonly log: Pick<Logger, 'error' | 'warn'>;
}

/** Milliseconds between looks for mails. */
const POLL_INTERVAL = 2_000;

/** First wait after a failure in milliseconds, doubling up to the longest; the last try is three to four days after the first. */
const FIRST_RETRY = 30_000;
const LONGEST_RETRY = 6 * 3_600_000;
const MAX_ATTEMPTS = 24;

/** Milliseconds after which whoever took a mail to send is known to be gone: far longer than any timeout of a mailer. */
const GONE_AFTER = 10 * 60_000;

/** What is kept of how a mail went. */
type Settled = Prisma.MailDeliveryUpdateManyMutationInput & { readonly state: DeliveryState };

export class Outbox {
  readonly #sources: OutboxSources;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<unknown> = Promise.resolve();
  #isStopping = false;

  constructor(sources: OutboxSources) {
    this.#sources = sources;
  }

  start(): void {
    this.#timer = setInterval(() => this.nudge(), POLL_INTERVAL);
    this.#timer.unref();
  }

  /** Looks for mails now, after what is being sent. */
  nudge(): void {
    this.#running = this.#running
      .then(() => this.runDue())
      .catch((error) => this.#sources.log.error({ err: error }, 'The outbox could not look for mails'));
  }

  /** Ends when the mail being sent is sent. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  /** Sends all that is due; answers how many mails went. */
  async runDue(): Promise<number> {
    await this.#giveUpOnGone();
    let sent = 0;
    while (!this.#isStopping) {
      const delivery = await this.#take();
      if (!delivery) break;
      if (await this.#deliver(delivery)) sent += 1;
    }
    return sent;
  }

  /** Takes the most urgent mail, in a statement of its own: it is committed before anything is handed over. */
  async #take(): Promise<MailDelivery | undefined> {
    const { database, clock } = this.#sources;
    const now = clock();
    const [taken] = await database.$queryRaw<{ id: string }[]>`
      UPDATE "MailDelivery" SET "state" = 'SENDING', "takenAt" = ${now}, "attempts" = "attempts" + 1
      WHERE "id" = (SELECT "id" FROM "MailDelivery" WHERE "state" = 'QUEUED' AND "runAt" <= ${now}
        ORDER BY "runAt", "id" LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING "id"`;
    return taken && database.mailDelivery.findUniqueOrThrow({ where: { id: taken.id } });
  }

  async #deliver(delivery: MailDelivery): Promise<boolean> {
    const { mailer, clock } = this.#sources;
    let mail: Mail | null;
    try {
      mail = await this.#sources.compose(delivery);
    } catch (error) {
      this.#sources.log.error({ err: error, delivery: delivery.id }, 'A mail could not be written');
      await this.#failed(delivery, new MailFailure('TEMPORARY', 'ECOMPOSE'));
      return false;
    }
    if (!mail) {
      await this.#settle(delivery, { state: 'SKIPPED' });
      return false;
    }
    try {
      await mailer.send(mail);
    } catch (error) {
      // What is no failure of a known kind may have happened after the mail went.
      await this.#failed(delivery, error instanceof MailFailure ? error : new MailFailure('UNKNOWN', 'EUNKNOWN'));
      return false;
    }
    await this.#settle(delivery, { state: 'SENT', sentAt: clock(), lastError: null });
    return true;
  }

  async #failed(delivery: MailDelivery, { kind, code }: MailFailure): Promise<void> {
    const { clock, log } = this.#sources;
    const { id, attempts, event, recipient } = delivery;
    const facts = { delivery: id, event, recipient, attempts, code };
    if (kind === 'TEMPORARY' && attempts < MAX_ATTEMPTS) {
      const wait = Math.min(FIRST_RETRY * 2 ** (attempts - 1), LONGEST_RETRY);
      log.warn(facts, 'A mail was not taken and will be handed over again');
      const runAt = new Date(clock().getTime() + wait);
      await this.#settle(delivery, { state: 'QUEUED', runAt, lastError: code });
    } else if (kind === 'UNKNOWN') {
      log.error(facts, 'A mail may or may not have gone, and is not sent again');
      await this.#settle(delivery, { state: 'UNKNOWN', lastError: code });
    } else {
      log.error(facts, 'A mail was refused for good');
      await this.#settle(delivery, { state: 'REFUSED', lastError: code });
    }
  }

  /** Only as long as the mail is still ours: whoever took over knows better. */
  async #settle({ id, takenAt }: MailDelivery, data: Settled): Promise<void> {
    await this.#sources.database.mailDelivery.updateMany({ where: { id, state: 'SENDING', takenAt }, data });
  }

  /** Mails whose sender ended before it could say how it went. */
  async #giveUpOnGone(): Promise<void> {
    const { database, clock, log } = this.#sources;
    const before = new Date(clock().getTime() - GONE_AFTER);
    const { count } = await database.mailDelivery.updateMany({
      where: { state: 'SENDING', takenAt: { lt: before } },
      data: { state: 'UNKNOWN', lastError: 'EGONE' },
    });
    if (count > 0)
      log.error({ count }, 'Mails may or may not have gone when their process ended, and are not sent again');
  }
}
