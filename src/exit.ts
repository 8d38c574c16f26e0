/** How our programs end when they fail: what people can act on is told by its message alone. */

import { ConfigurationError } from './config.ts';
import { ListenError } from './http/server.ts';
import { BackupError } from './platform/backupError.ts';
import { DatabaseUnavailableError } from './platform/databaseUnavailable.ts';
import { StorageError } from './platform/files/fileStorage.ts';
import { DataFolderInUseError } from './platform/lock.ts';
import { MigrationError } from './platform/migrations.ts';

/** A program was called with wrong arguments; the message says what is right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What a program was asked for could not be done, and nothing has changed; the message says why. */
export class UndoneError extends Error {
  override readonly name = 'UndoneError';
}

/** Errors that their message explains, with their exit codes. */
const EXPLAINED: [new (...args: never[]) => Error, number][] = [
  [UsageError, 2],
  [ConfigurationError, 2],
  [DataFolderInUseError, 3],
  [UndoneError, 1],
  [BackupError, 1],
  [DatabaseUnavailableError, 1],
  [MigrationError, 1],
  [StorageError, 1],
  [ListenError, 1],
];

/**
 * Runs a program to its end and sets the exit code of the process: 1 for a failure, 2 for wrong arguments or a wrong
 * configuration, 3 for a data folder in use.
 */
export async function runProgram(program: () => Promise<void>): Promise<void> {
  // Whoever reads no further, as `head` does, has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    await program();
  } catch (error) {
    const exitCode = EXPLAINED.find(([type]) => error instanceof type)?.[1];
    process.stderr.write(`${exitCode ? (error as Error).message : ((error as Error).stack ?? error)}\n`);
    process.exitCode = exitCode ?? 1;
  }
}
