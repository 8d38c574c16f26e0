/**
 * Loads many entries at once, published, for load work: the same rows as creating and publishing each of them leaves
 * behind, made by the same functions, in one statement for each table.
 */
import { type Draft, draftOf, draftRows, type NewEntry } from '../src/catalogue/commands/createEntries.ts';
import type { CommonContent } from '../src/catalogue/kinds/common.ts';
import { kindOf } from '../src/catalogue/kinds/registry.ts';
import { projectLive } from '../src/catalogue/projection.ts';
import type { Prisma } from '../src/generated/prisma/client.ts';
import { defineCommand } from '../src/journal/command.ts';
import { assertMay } from '../src/kernel/permissions.ts';
import type { Transaction } from '../src/platform/database.ts';

/** An entry with content that needs no validation: as the kind's schema answers it. */
export type ValidEntry = NewEntry & { readonly content: CommonContent };

/**
 * Creates and publishes entries: all of them or none. Of their slugs and references only the database makes sure.
 * @throws the database's error when a slug is taken or the target of a reference is missing
 */
export const loadEntries = defineCommand({
  action: 'entry.publish',
  async run({ tx, viewer, now, changed }, input: readonly ValidEntry[]): Promise<void> {
    assertMay(viewer, 'entry.create');
    const drafts = input.map(draftOf);
    const rows = drafts.map((draft) => draftRows(draft, viewer.actor, now));
    // In an order in which every row finds those that it refers to.
    const tables = {
      // Created, then published: two revisions.
      Entry: rows.map(({ entry }) => ({ ...entry, revision: 2 })),
      Version: rows.map(({ version }) => ({ ...version, state: 'PUBLISHED' })),
      VersionLink: rows.flatMap(({ links }) => links),
      LiveEntry: drafts.map((draft) => liveRow(draft, now)),
    };
    for (const [table, tableRows] of Object.entries(tables)) await insert(tx, table, tableRows);
    for (const { id } of drafts) changed(`entry:${id}`);
  },
});

function liveRow({ id, kind, slug, versionId, content }: Draft, now: Date): Prisma.LiveEntryCreateManyInput {
  const version = { entryId: id, slug, versionId, versionNumber: 1, firstPublishedAt: now, publishedAt: now };
  return projectLive(kindOf(kind), version, content);
}

/** Inserts rows in one statement with one parameter, whatever their number; columns that no row has get their defaults. */
async function insert(tx: Transaction, table: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = [...new Set(rows.flatMap(Object.keys))].map((column) => `"${column}"`).join(', ');
  // Names are those of the datamodel, never of input; the values are in the parameter.
  await tx.$executeRawUnsafe(
    `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`,
    JSON.stringify(rows),
  );
}
