/** Checks of the database. */
import { findProgram } from '../backup/programs.ts';
import { readOutbox } from '../journal/outbox.ts';
import { MigrationError } from '../platform/migrations.ts';
import { MOST_CONNECTIONS } from '../platform/postgres.ts';
import { type Check, type DoctorContext, type Finding, fail, ok, type Patient, skipped, warn } from './finding.ts';

/** Seconds that two clocks may differ, until the doctor warns and until it fails. */
const SKEW = { warn: 2, fail: 30 };

const NOT_OPEN = skipped('The database is not open.');

/** A check that needs the open database. */
function inDatabase(name: string, examine: (patient: Patient, context: DoctorContext) => Promise<Finding>): Check {
  return { name, run: (context) => (context.patient ? examine(context.patient, context) : NOT_OPEN) };
}

/** A check that only a server can be asked for. */
function onServer(name: string, examine: (sql: NonNullable<Patient['sql']>) => Promise<Finding>): Check {
  return inDatabase(name, async ({ sql }) => (sql ? examine(sql) : skipped('Only for PostgreSQL.')));
}

const migrations = inDatabase('migrations', async ({ database }, { config }) => {
  try {
    const { length } = await database.pendingMigrations({ acceptsNewer: config.ALLOW_NEWER_DATABASE });
    if (length === 0) return ok('All are applied.');
    return warn(`${length} are not applied yet.`, 'npm start applies them; make a backup before (npm run backup).');
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    return fail(error.message, 'Until then npm start refuses the database.');
  }
});

const permissions = onServer('permissions', async (sql) => {
  const [row] = await sql.query(
    `SELECT current_user AS "role", has_schema_privilege(current_schema(), 'CREATE') AS "mayCreate",
        (SELECT count(*)::int FROM pg_tables WHERE schemaname = current_schema() AND tableowner <> current_user) AS "foreign",
        (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS "isSuper"`,
  );
  const role = String(row?.['role']);
  if (row?.['mayCreate'] !== true) {
    return fail(`The role ${role} may not create tables.`, `GRANT CREATE ON SCHEMA public TO "${role}"`);
  }
  if (Number(row['foreign']) > 0) {
    return fail(
      `${row['foreign']} tables belong to another role than ${role}, which cannot migrate them.`,
      `REASSIGN OWNED BY the other role TO "${role}", or connect as that role.`,
    );
  }
  if (row['isSuper'] === true) {
    return warn(
      `The role ${role} is a superuser: it could alter the audit log.`,
      'Use a role that only owns this database.',
    );
  }
  return ok(`The role ${role} owns its tables and may create more.`);
});

const connections = onServer('connections', async (sql) => {
  const [row] = await sql.query(
    `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS "max",
        (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS "used"`,
  );
  const free = Number(row?.['max']) - Number(row?.['used']);
  const says = `${free} of ${row?.['max']} are free; an instance takes ${MOST_CONNECTIONS} at the most.`;
  return free < 20 ? warn(says, 'Raise max_connections, or put a pooler such as PgBouncer in between.') : ok(says);
});

const timeZone = inDatabase('time zone', async ({ database }) => {
  const [row] = await database.prisma.$queryRaw<{ zone: string }[]>`SELECT current_setting('TimeZone') AS "zone"`;
  if (row?.zone === 'UTC') return ok('Sessions are in UTC.');
  return fail(
    `Sessions are in ${row?.zone}, though the service sets UTC: times would be shifted.`,
    'A pooler does not keep settings: use session pooling, or ALTER ROLE … SET TimeZone = UTC.',
  );
});

const clock = inDatabase('clock', async ({ database }) => {
  const before = Date.now();
  const [row] = await database.prisma.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS "now"`;
  const middle = (before + Date.now()) / 2;
  const skew = Math.abs((row?.now.getTime() ?? 0) - middle) / 1_000;
  const says = `The clocks of this machine and of the database differ by ${skew.toFixed(1)} s.`;
  const mend = 'Set both by NTP: times of publishing, of sessions and of the audit log depend on them.';
  if (skew > SKEW.fail) return fail(says, mend);
  return skew > SKEW.warn ? warn(says, mend) : ok(says);
});

const outbox = inDatabase('outbox', async ({ database }) => {
  if ((await database.missingMigrations()) > 0) return skipped('The database is not migrated yet.');
  const { due, lag, failed } = await readOutbox(database.prisma, new Date());
  if (failed > 0)
    return warn(`${failed} jobs failed and will be tried again.`, 'See "lastError" in "Job", and the log.');
  if (lag > 60) return warn(`${due} jobs are due, the oldest for ${Math.round(lag)} s.`, 'Is no instance running?');
  return ok(`${due} jobs are due.`);
});

const backupPrograms = onServer('backup', async (sql) => {
  const [row] = await sql.query(`SELECT current_setting('server_version_num')::int / 10000 AS "major"`);
  const server = Number(row?.['major']);
  const program = await findProgram('pg_dump').catch(() => null);
  const mend = `Install postgresql-client-${server} where npm run backup is to run.`;
  if (!program) return warn('pg_dump is not installed here.', mend);
  if (program.major < server) return warn(`pg_dump is of version ${program.major}, the server of ${server}.`, mend);
  return ok(`pg_dump ${program.major} for PostgreSQL ${server}.`);
});

export const databaseChecks: readonly Check[] = [
  migrations,
  permissions,
  connections,
  timeZone,
  clock,
  outbox,
  backupPrograms,
];
