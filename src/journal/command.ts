/** The one way to write: permission, one transaction, then the announcement of what changed. */

import type { Clock } from '../kernel/clock.ts';
import { type Action, assertMay } from '../kernel/permissions.ts';
import type { Viewer } from '../kernel/viewer.ts';
import type { Database, Transaction } from '../platform/database.ts';
import type { Changes, ChangeTag } from './changes.ts';

/** What a command works with. */
export interface CommandContext {
  readonly tx: Transaction;
  readonly viewer: Viewer;
  /** The instant of the command, the same for everything that it writes. */
  readonly now: Date;
  /** Notes something that changed; announced once the transaction has committed. */
  changed(tag: ChangeTag): void;
}

/** A named piece of writing, with the permission that it needs. */
export interface Command<Input, Result> {
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

/** Longest time in milliseconds that a command may take; imports are the longest. */
const COMMAND_TIMEOUT = 60_000;

/**
 * Runs a command as `viewer`: all of it or nothing.
 * @throws DomainError FORBIDDEN before anything is read, and whatever the command throws.
 */
export async function runCommand<Input, Result>(
  runner: CommandRunner,
  viewer: Viewer,
  command: Command<Input, Result>,
  input: Input,
): Promise<Result> {
  assertMay(viewer, command.action);
  const tags: ChangeTag[] = [];
  const result = await runner.database.$transaction(
    (tx) => command.run({ tx, viewer, now: runner.clock(), changed: (tag) => tags.push(tag) }, input),
    { timeout: COMMAND_TIMEOUT, maxWait: COMMAND_TIMEOUT },
  );
  runner.changes.announce(tags);
  return result;
}
