/** Looks at a configuration and at what it leads to, and says what to mend. */
import { existsSync } from 'node:fs';
import pg from 'pg';
import { databaseFolder } from '../backup/embedded.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../platform/database.ts';
import { DataFolderInUseError } from '../platform/lock.ts';
import { createLog } from '../platform/log.ts';
import { withoutSecretValues } from '../platform/redaction.ts';
import { postgresConnection } from '../platform/sqlConnection.ts';
import { databaseChecks } from './databaseChecks.ts';
import { type Check, type DoctorContext, type Finding, fail, ok, type Patient, skipped } from './finding.ts';
import { machineChecks } from './machineChecks.ts';
import { networkChecks } from './networkChecks.ts';

/** All that is looked at, in order. A room that needs something of the world adds a check here. */
export const CHECKS: readonly Check[] = [...machineChecks, ...databaseChecks, ...networkChecks];

/** What was found of a thing. */
export interface Examined extends Finding {
  readonly name: string;
}

/** Does all checks, one after the other; changes nothing but that a missing embedded database is not made either. */
export async function examine(config: Config, checks = CHECKS, tell: (one: Examined) => void = () => undefined) {
  const found: Examined[] = [];
  const note = (name: string, finding: Finding) => {
    const examined = { name, ...finding, says: withoutSecretValues(finding.says) };
    found.push(examined);
    tell(examined);
  };
  const { finding, patient, close } = await open(config);
  try {
    note('database', finding);
    for (const check of checks) note(check.name, await carefully(check, { config, patient }));
  } finally {
    await close();
  }
  return found;
}

async function carefully(check: Check, context: DoctorContext): Promise<Finding> {
  try {
    return await check.run(context);
  } catch (error) {
    return fail((error as Error).message, 'See docs/operations.md.');
  }
}

interface Opened {
  readonly finding: Finding;
  readonly patient: Patient | null;
  close(): Promise<void>;
}

const NOTHING_OPEN = { patient: null, close: async () => undefined };

async function open(config: Config): Promise<Opened> {
  const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir } = config;
  if (databaseUrl === undefined && !existsSync(databaseFolder(dataDir))) {
    return { ...NOTHING_OPEN, finding: ok('The embedded database is not there yet: npm start makes it.') };
  }
  try {
    const database = await openDatabase({ databaseUrl, dataDir, log: createLog('silent') });
    const client = databaseUrl === undefined ? null : new pg.Client({ connectionString: databaseUrl });
    await client?.connect();
    return {
      finding: ok(`${database.adapter}, ${database.location}, answers.`),
      patient: { database, sql: client && postgresConnection(client) },
      close: async () => {
        await client?.end();
        await database.close();
      },
    };
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof DataFolderInUseError) {
      return {
        ...NOTHING_OPEN,
        finding: skipped(`${message} The embedded database is used by one process at a time.`),
      };
    }
    return { ...NOTHING_OPEN, finding: fail(message, 'Mend this first: the service cannot start.') };
  }
}
