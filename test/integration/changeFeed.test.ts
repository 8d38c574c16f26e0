/** Whatever is committed is told to every instance once, also what commits out of order. */
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FeedPosition, presentPosition, readFeed, recordChanges } from '../../src/journal/changeFeed.ts';
import { ChangePoller } from '../../src/journal/changePoller.ts';
import { Changes, type ChangeTag } from '../../src/journal/changes.ts';
import type { CommandRunner } from '../../src/journal/command.ts';
import { newId } from '../../src/kernel/ids.ts';
import { openPostgres } from '../../src/platform/postgres.ts';
import { publish, withdraw, writeCategory, writeOrganization } from '../testkit/content.ts';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';

const silent = pino({ level: 'silent' });
const now = new Date('2026-11-24T10:00:00Z');

describe.each(DATABASES)('the feed of changes on %s', (kind) => {
  let database: TestDatabase;
  let runner: CommandRunner;
  beforeAll(async () => {
    database = await createTestDatabase(kind);
    runner = { database: database.prisma, clock: () => now, changes: new Changes() };
  });
  afterAll(() => database.drop());

  const tagsSince = async (position: FeedPosition) =>
    (await readFeed(database.prisma, position)).changes.flatMap(({ tags }) => tags);

  it('tells what each command changed, and once', async () => {
    const start = await presentPosition(database.prisma);
    const organization = await writeOrganization(runner, 'urad');
    const category = await writeCategory(runner, 'doprava');
    const [entry = ''] = await publish(runner, [{ kind: 'page', slug: 'stranka', content: { organization } }]);
    await withdraw(runner, [entry]);
    const { changes, position } = await readFeed(database.prisma, start);
    expect(changes.flatMap(({ tags }) => tags)).toEqual([
      `organization:${organization}`,
      `category:${category}`,
      `entry:${entry}`,
      'kind:page',
      `entry:${entry}`,
      'kind:page',
    ]);
    expect(changes.every(({ origin }) => origin === runner.changes.origin)).toBe(true);
    expect(await tagsSince(position)).toEqual([]);
  });

  it('tells nothing of what was rolled back', async () => {
    const tag: ChangeTag = `entry:${newId()}`;
    const start = await presentPosition(database.prisma);
    const broken = database.prisma.$transaction(async (tx) => {
      await recordChanges(tx, [tag], { origin: newId(), now });
      throw new Error('rolled back');
    });
    await expect(broken).rejects.toThrow('rolled back');
    // A long transaction of another database of the server makes a feed tell some things twice (ADR 51).
    expect(await tagsSince(start)).not.toContain(tag);
  });

  it('is announced by the poller of every other process, and not of the one that wrote it', async () => {
    const others = new Changes();
    const heard: ChangeTag[] = [];
    const heardHere: ChangeTag[] = [];
    others.subscribe((tags) => heard.push(...tags));
    runner.changes.subscribe((tags) => heardHere.push(...tags));
    const from = await presentPosition(database.prisma);
    const pollers = [others, runner.changes].map(
      (changes) => new ChangePoller({ database: database.prisma, changes, from, log: silent }),
    );
    for (const poller of pollers) poller.start();
    const organization = await writeOrganization(runner, 'jiny-urad');
    await expect.poll(() => heard, { timeout: 10_000 }).toContain(`organization:${organization}`);
    for (const poller of pollers) await poller.stop();
    expect(heardHere).toEqual([`organization:${organization}`]);
  });
});

describe.runIf(DATABASES.includes('PostgreSQL'))('the feed with writers at the same time', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase('PostgreSQL');
  });
  afterAll(() => database.drop());

  const write = (tag: ChangeTag, before: () => Promise<unknown> = async () => {}) =>
    database.prisma.$transaction(
      async (tx) => {
        await recordChanges(tx, [tag], { origin: newId(), now });
        await before();
      },
      { timeout: 20_000 },
    );

  it('tells what was begun first and committed last', async () => {
    let position = await presentPosition(database.prisma);
    let release = () => {};
    const late: ChangeTag = `entry:${newId()}`;
    const early: ChangeTag = `entry:${newId()}`;
    const slow = write(
      late,
      () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    );
    await expect
      .poll(() =>
        database.sql.query(`SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'
      AND datname = current_database()`),
      )
      .toHaveLength(1);
    await write(early);
    const first = await readFeed(database.prisma, position);
    expect(first.changes.flatMap(({ tags }) => tags)).toEqual([early]);
    position = first.position;
    release();
    await slow;
    const second = await readFeed(database.prisma, position);
    expect(second.changes.flatMap(({ tags }) => tags)).toEqual([late]);
    expect((await readFeed(database.prisma, second.position)).changes).toEqual([]);
  });

  it('loses and repeats nothing of twenty writers', async () => {
    const readers = await openPostgres({
      databaseUrl: database.databaseUrl as string,
      log: silent,
      onStatement: undefined,
    });
    let position = await presentPosition(database.prisma);
    const heard: ChangeTag[] = [];
    const written: ChangeTag[] = [];
    const writers = Array.from({ length: 20 }, async (_, writer) => {
      for (let place = 0; place < 10; place += 1) {
        const tag: ChangeTag = `entry:${newId()}`;
        written.push(tag);
        await write(tag, () => wait((writer * 7 + place * 13) % 30));
      }
    });
    let done = false;
    const all = Promise.all(writers).then(() => {
      done = true;
    });
    for (let isLast = false; !isLast; ) {
      isLast = done;
      const read = await readFeed(readers.prisma, position);
      position = read.position;
      heard.push(...read.changes.flatMap(({ tags }) => tags));
    }
    await all;
    await readers.close();
    // A transaction that is open in another database of the server makes the position one of before earlier cases.
    const ours = new Set(written);
    expect(heard.filter((tag) => ours.has(tag)).toSorted()).toEqual(written.toSorted());
  });
});
