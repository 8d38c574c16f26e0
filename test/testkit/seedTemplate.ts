import type { OpenDatabase } from '../../src/platform/database.ts';

/**
 * Fills the template of seeded test databases; run once on each kind of database before the tests.
 * @param _database migrated and empty
 */
export async function seedTemplate(_database: OpenDatabase): Promise<void> {}
