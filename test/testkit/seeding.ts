/** What tests of the seed need beside a database. */
import { Changes } from '../../src/journal/changes.ts';
import type { CommandRunner } from '../../src/journal/command.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import type { TestDatabase } from './databases.ts';

/** Runs commands on a database. */
export function runnerOn(database: TestDatabase): CommandRunner {
  return { database: database.prisma, clock: systemClock, changes: new Changes() };
}

/** Takes a report and tells nobody. */
export function silent(_message: string): void {}

/** Makes the database refuse live rows, as if it broke down just then; answers how to end that. */
export async function forbidPublishing({ sql }: TestDatabase): Promise<() => Promise<void>> {
  await sql.exec(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no publishing now'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON "LiveEntry" EXECUTE FUNCTION refuse();`);
  return () => sql.exec('DROP FUNCTION refuse CASCADE');
}
