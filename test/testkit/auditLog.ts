/** Writing, sealing and forging the audit log. */
import { type CommandRunner, runCommand } from '../../src/journal/command.ts';
import { sealAudit } from '../../src/journal/sealAudit.ts';
import { OPERATOR } from '../../src/kernel/viewer.ts';
import { saveCategory } from '../../src/organizations/commands/saveCategory.ts';
import type { Database } from '../../src/platform/database.ts';
import type { TestDatabase } from './databases.ts';

/** Writes one record, by a command. */
export async function writeRecord(runner: CommandRunner, slug: string): Promise<void> {
  await runCommand(runner, OPERATOR, saveCategory, { slug, name: { cs: slug } });
}

/** Writes records at once, as many commands would have written them. */
export async function writeRecords({ sql }: TestDatabase, count: number): Promise<void> {
  await sql.query(
    `INSERT INTO "AuditRecord"
        ("at", "actor", "action", "objectType", "objectId", "versionId", "revision", "fields", "details", "digest")
      SELECT '2026-11-23T10:00:00Z'::timestamptz + i * interval '1 second', 'user:' || i % 5, 'version.approve', 'entry',
        gen_random_uuid(), gen_random_uuid(), i, ARRAY['title'], '{"from": "IN_REVIEW", "to": "APPROVED"}', md5(i::text)
      FROM generate_series(1, $1::int) i`,
    [count],
  );
}

/** Seals until nothing is left to seal, a transaction for each batch; answers the sizes of the batches. */
export async function sealAll(database: Database, batch = 500, now = new Date()): Promise<number[]> {
  const sizes: number[] = [];
  let after: bigint | undefined = 0n;
  while (after !== undefined) {
    const from: bigint = after;
    const { count, goOnAfter } = await database.$transaction((tx) => sealAudit(tx, now, { after: from, batch }));
    if (count > 0) sizes.push(count);
    after = goOnAfter ?? undefined;
  }
  return sizes;
}

/** Changes the log as only a superuser can, with what guards it switched off. */
export async function forge({ sql }: TestDatabase, script: string): Promise<void> {
  const all = (verb: string) =>
    `ALTER TABLE "AuditRecord" ${verb} TRIGGER ALL; ALTER TABLE "AuditSeal" ${verb} TRIGGER ALL;`;
  await sql.exec(`BEGIN; ${all('DISABLE')} ${script}; ${all('ENABLE')} COMMIT`);
}
