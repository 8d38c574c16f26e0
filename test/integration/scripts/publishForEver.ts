/** Publishes batches of entries until it is killed: `publishForEver.ts <address of PostgreSQL> <organization id> <prefix>`. */
import { pino } from 'pino';
import { Changes } from '../../../src/journal/changes.ts';
import { openDatabase } from '../../../src/platform/database.ts';
import { publish } from '../../testkit/content.ts';

const [databaseUrl, organization = '', prefix = ''] = process.argv.slice(2);
process.stdin.once('end', () => process.exit()).resume();
const database = await openDatabase({ databaseUrl, dataDir: '', log: pino({ level: 'silent' }) });
const runner = { database: database.prisma, clock: () => new Date(), changes: new Changes() };
for (let batch = 0; ; batch += 1) {
  const entries = [0, 1, 2].map((place) => {
    return { kind: 'page' as const, slug: `${prefix}-${batch}-${place}`, content: { organization } };
  });
  await publish(runner, entries);
  // What is said here was committed: it must be there after the kill.
  console.log(`${prefix}-${batch}`);
}
