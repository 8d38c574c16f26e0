/** Seeding from the command line: `npm run seed`. Exit codes are those of the service. */
import { pino } from 'pino';
import { readConfig } from '../src/config.ts';
import { runProgram } from '../src/exit.ts';
import { Changes } from '../src/journal/changes.ts';
import type { CommandRunner } from '../src/journal/command.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { openMigratedDatabase } from '../src/platform/migratedDatabase.ts';
import { HELP, readArguments } from './arguments.ts';
import { seedScale } from './scale.ts';
import { seed } from './seed.ts';

const say = (message: string) => process.stdout.write(`${message}\n`);

await runProgram(async () => {
  const { help, scale } = readArguments(process.argv.slice(2));
  if (help) process.stdout.write(HELP);
  else await seedDatabase(scale);
});

async function seedDatabase(scale: number | null): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL }, pino.destination(2));
  const database = await openMigratedDatabase(config, log, say);
  try {
    say(`Database: ${database.adapter}, ${database.location}`);
    const runner = { database: database.prisma, clock: systemClock, changes: new Changes() };
    await (scale === null ? seed(runner, say) : seedToScale(runner, scale));
    const entries = await database.prisma.liveEntry.count();
    say(`Done. The catalogue has ${entries.toLocaleString('en')} published entries.`);
  } finally {
    await database.close();
  }
}

async function seedToScale(runner: CommandRunner, scale: number): Promise<void> {
  const added = await seedScale(runner, scale, say);
  say(`  generated entries: ${added.toLocaleString('en')} new, ${(scale - added).toLocaleString('en')} there already`);
}
