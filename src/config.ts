/** The environment, parsed once. */
import { z } from 'zod';
import { DEFAULT_RETENTION } from './citizens/retention.ts';
import { mailFaults, mailVariables } from './config/mailVariables.ts';
import { operationsVariables, port } from './config/operationsVariables.ts';
import { rateVariables } from './config/rateVariables.ts';
import { searchFaults, searchVariables } from './config/searchVariables.ts';
import { signInFaults, signInVariables } from './config/signInVariables.ts';
import { DEFAULT_ANSWERS_MB } from './http/answers/create.ts';
import { bucketOf } from './platform/files/bucket.ts';
import { LOG_LEVELS } from './platform/log.ts';

/** A time in days. */
const days = (otherwise: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'must be a number of days from 1 to 99999')
    .transform(Number)
    .default(otherwise);

const FILES =
  'must be an address of a bucket such as https://KEY:SECRET@s3.example.org/bucket?region=eu-central-1, percent-encoded';

const environment = z.object({
  PORT: port.default(4000),
  HOST: z.string().min(1, 'must be a host name or an address, such as 127.0.0.1').default('127.0.0.1'),
  DATA_DIR: z.string().min(1, 'must be the path of a folder').default('.data'),
  DATABASE_URL: z
    .string()
    .refine(isPostgresUrl, 'must be an address of PostgreSQL such as postgresql://user:password@host:5432/database')
    .optional(),
  FILES_URL: z
    .string()
    .refine((text) => bucketOf(text) !== null, FILES)
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  NODE_ENV: z
    .enum(['development', 'production', 'test'], 'must be development, production or test')
    .default('development'),
  ANSWERS_MB: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number of megabytes from 0, which keeps none, to 99999')
    .transform(Number)
    .default(DEFAULT_ANSWERS_MB),
  PERSISTED_DOCUMENTS: z.string().optional(),
  PERSISTED_ONLY: z
    .enum(['0', '1'], 'must be 0 or 1')
    .default('0')
    .transform((value) => value === '1'),
  ALLOW_NEWER_DATABASE: z
    .enum(['0', '1'], 'must be 0 or 1')
    .default('0')
    .transform((value) => value === '1'),
  SEED: z
    .enum(['0', '1'], 'must be 0 or 1')
    .transform((value) => value === '1')
    .optional(),
  PREVIEW_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  ...signInVariables,
  ...mailVariables,
  ...searchVariables,
  ...rateVariables,
  ...operationsVariables,
  RETENTION_IDLE_PERSON_DAYS: days(DEFAULT_RETENTION.idlePersonDays),
  RETENTION_SESSION_DAYS: days(DEFAULT_RETENTION.sessionDays),
  RETENTION_ATTEMPT_DAYS: days(DEFAULT_RETENTION.attemptDays),
  RETENTION_CREDENTIAL_DAYS: days(DEFAULT_RETENTION.credentialDays),
});

/** Names of all variables. */
export const VARIABLES: readonly string[] = Object.keys(environment.shape);

const checked = environment.superRefine((given, context) => {
  for (const { name, message } of [...signInFaults(given), ...searchFaults(given), ...mailFaults(given)])
    context.addIssue({ code: 'custom', path: [name], message });
});

function isPostgresUrl(value: string): boolean {
  return URL.canParse(value) && ['postgres:', 'postgresql:'].includes(new URL(value).protocol);
}

export type Config = z.output<typeof environment>;

/** The environment has wrong values; the message names each of them. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads the configuration from environment variables; an empty variable counts as absent.
 * @throws ConfigurationError naming every wrong variable. Values are not repeated: they may be secret.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = checked.safeParse(present);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`);
  throw new ConfigurationError(`The configuration is wrong:\n${lines.join('\n')}`);
}
