/** The composition root: the only place that chooses adapters and puts the rooms together. */
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { createGraphqlEndpoint } from './http/graphql.ts';
import { Changes } from './journal/changes.ts';
import type { CommandRunner } from './journal/command.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import { ReferenceData } from './organizations/referenceData.ts';
import { type OpenDatabase, openDatabase } from './platform/database.ts';

/** The service without its HTTP server. */
export interface App {
  readonly database: OpenDatabase;
  readonly runner: CommandRunner;
  readonly graphql: ReturnType<typeof createGraphqlEndpoint>;
}

/** Opens the database that the configuration names and brings it up to date. */
export async function openMigratedDatabase(
  config: Pick<Config, 'DATABASE_URL' | 'DATA_DIR'>,
  log: Logger,
  report: (message: string) => void,
): Promise<OpenDatabase> {
  const database = await openDatabase({ databaseUrl: config.DATABASE_URL, dataDir: config.DATA_DIR, log });
  try {
    await database.migrate(report);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Puts the service together over a migrated database. */
export async function createApp(database: OpenDatabase, log: Logger, clock: Clock = systemClock): Promise<App> {
  const changes = new Changes();
  const references = new ReferenceData(database.prisma, changes);
  await references.warm();
  const runner = { database: database.prisma, clock, changes };
  return { database, runner, graphql: createGraphqlEndpoint({ live: database.prisma, references }, log) };
}
