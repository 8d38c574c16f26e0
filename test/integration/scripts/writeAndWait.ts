/**
 * Opens the embedded database of a folder, commits one category, leaves another one uncommitted and waits to be killed:
 * `writeAndWait.ts <folder>`.
 */
import { pino } from 'pino';
import { openDatabase } from '../../../src/platform/database.ts';

const [dataDir = ''] = process.argv.slice(2);
const now = new Date('2026-11-23T10:00:00.123Z');
const category = (id: string, slug: string) => ({
  id,
  slug,
  name: { cs: slug },
  nameKey: slug,
  createdAt: now,
  updatedAt: now,
});

process.stdin.once('end', () => process.exit()).resume();
const database = await openDatabase({ databaseUrl: undefined, dataDir, log: pino({ level: 'silent' }) });
await database.migrate(() => undefined);
await database.prisma.$transaction(async (tx) => {
  await tx.category.create({ data: category('00000000-0000-7000-8000-000000000001', 'committed') });
});
await database.prisma.$transaction(
  async (tx) => {
    await tx.category.create({ data: category('00000000-0000-7000-8000-000000000002', 'uncommitted') });
    console.log('written');
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  },
  { timeout: 600_000 },
);
