/** What a check of the doctor finds. */
import type { Config } from '../config.ts';
import type { OpenDatabase } from '../platform/database.ts';
import type { SqlConnection } from '../platform/sqlConnection.ts';

/** WARN is worth a look, FAIL has to be mended, SKIPPED could not be found out or does not apply. */
export type Severity = 'OK' | 'WARN' | 'FAIL' | 'SKIPPED';

export interface Finding {
  readonly severity: Severity;
  /** What was found, in a sentence. Never a secret. */
  readonly says: string;
  /** What to do about it. */
  readonly mend?: string;
}

/** The configured database while it is examined. */
export interface Patient {
  readonly database: OpenDatabase;
  /** Below Prisma, on PostgreSQL alone. */
  readonly sql: SqlConnection | null;
}

/** What checks look at. */
export interface DoctorContext {
  readonly config: Config;
  /** The database; null when it could not be opened, which another check tells. */
  readonly patient: Patient | null;
}

/** One thing that is looked at. Whatever it throws is a FAIL with the words of the error. */
export interface Check {
  readonly name: string;
  run(context: DoctorContext): Promise<Finding> | Finding;
}

export const ok = (says: string): Finding => ({ severity: 'OK', says });
export const warn = (says: string, mend: string): Finding => ({ severity: 'WARN', says, mend });
export const fail = (says: string, mend: string): Finding => ({ severity: 'FAIL', says, mend });
export const skipped = (says: string): Finding => ({ severity: 'SKIPPED', says });
