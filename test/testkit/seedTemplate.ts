import { seed } from '../../seed/seed.ts';
import { Changes } from '../../src/journal/changes.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import type { OpenDatabase } from '../../src/platform/database.ts';

/**
 * Fills the template of seeded test databases with the real seed; run once on each kind of database before the tests.
 * @param database migrated and empty
 */
export async function seedTemplate(database: OpenDatabase): Promise<void> {
  await seed({ database: database.prisma, clock: systemClock, changes: new Changes() }, () => undefined);
}
