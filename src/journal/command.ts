/** The one way to write: permission, one transaction with audit and jobs, then the announcement of what changed. */
import type { Clock } from '../kernel/clock.ts';
import { type Action, assertMay } from '../kernel/permissions.ts';
import type { Viewer } from '../kernel/viewer.ts';
import type { Database, Transaction } from '../platform/database.ts';
import { insertRows, type NewRow } from '../platform/insertRows.ts';
import { transact } from '../platform/transactions.ts';
import { type AuditEntry, auditRow } from './audit.ts';
import { changeRows } from './changeFeed.ts';
import type { Changes, ChangeTag } from './changes.ts';
import { assertKey, keepAnswer, takeKey } from './idempotency.ts';

/** What a command works with. */
export interface CommandContext {
  readonly tx: Transaction;
  readonly viewer: Viewer;
  /** The instant of the command, the same for everything that it writes. */
  readonly now: Date;
  /** Notes a step for the audit log; written with the rest of the command. */
  audit(entry: AuditEntry): void;
  /** Notes something that changed; announced once the transaction has committed. */
  changed(tag: ChangeTag): void;
}

/** A named piece of writing, with the permission that it needs. */
export interface Command<Input, Result> {
  /** Name by which an idempotency key knows it. */
  readonly name: string;
  readonly action: Action;
  run(context: CommandContext, input: Input): Promise<Result>;
}

/** Defines a command; keeps its types. */
export function defineCommand<Input, Result>(command: Command<Input, Result>): Command<Input, Result> {
  return command;
}

/** What commands are run on. */
export interface CommandRunner {
  readonly database: Database;
  readonly clock: Clock;
  readonly changes: Changes;
}

/** Circumstances of a call. */
export interface CallOptions {
  /** Same key, same input: one effect and the same answer for 48 hours. The result must be JSON then. */
  readonly idempotencyKey?: string | null | undefined;
  readonly requestId?: string;
}

/** Longest time in milliseconds that a command may take; imports are the longest. */
const COMMAND_TIMEOUT = 60_000;

/**
 * Runs a command as `viewer`: all of it or nothing.
 * @throws DomainError FORBIDDEN before anything is read, INVALID_INPUT for a key that is too long, IDEMPOTENCY_KEY_REUSED, and whatever the
 *   command throws.
 */
export async function runCommand<Input, Result>(
  runner: CommandRunner,
  viewer: Viewer,
  command: Command<Input, Result>,
  input: Input,
  { idempotencyKey, requestId }: CallOptions = {},
): Promise<Result> {
  assertMay(viewer, command.action);
  const { database, clock, changes } = runner;
  const now = clock();
  const call = { name: command.name, input };
  if (idempotencyKey) assertKey(idempotencyKey);
  const keyed = idempotencyKey ? { actor: viewer.actor, key: idempotencyKey, call, now } : null;
  const tags: ChangeTag[] = [];
  const result = await transact(
    database,
    async (tx) => {
      const earlier = keyed && (await takeKey(tx, keyed));
      if (earlier) return earlier.result as Result;
      const call: Call = { viewer, now, requestId, changed: (tag) => tags.push(tag) };
      const { result: answer, audited } = await perform(tx, call, command, input);
      if (keyed) await keepAnswer(tx, keyed, answer);
      await insertRows(tx, {
        AuditRecord: audited,
        ChangeRecord: changeRows(tags, { origin: changes.origin, now }),
      });
      return answer;
    },
    { timeout: COMMAND_TIMEOUT },
  );
  changes.announce(tags);
  return result;
}

/** What is known of a call when its transaction is there. */
export interface Call {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly requestId: string | undefined;
  /** Told what changed; to be announced after the commit. */
  readonly changed: (tag: ChangeTag) => void;
}

/** Runs a command inside a transaction that is there already, such as the worker's. Permission has been checked. */
export async function runWithin<Input, Result>(
  tx: Transaction,
  call: Call,
  command: Command<Input, Result>,
  input: Input,
): Promise<Result> {
  const { result, audited } = await perform(tx, call, command, input);
  await insertRows(tx, { AuditRecord: audited });
  return result;
}

/** Runs a command and answers what is to be written of it into the audit log, beside its result. */
async function perform<Input, Result>(
  tx: Transaction,
  { viewer, now, requestId, changed }: Call,
  command: Command<Input, Result>,
  input: Input,
): Promise<{ readonly result: Result; readonly audited: readonly NewRow<'AuditRecord'>[] }> {
  const audited: NewRow<'AuditRecord'>[] = [];
  const circumstances = { actor: viewer.actor, at: now, requestId: requestId ?? null };
  const result = await command.run(
    {
      tx,
      viewer,
      now,
      audit: (entry) => audited.push(auditRow(entry, circumstances)),
      changed,
    },
    input,
  );
  return { result, audited };
}
