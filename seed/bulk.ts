/**
 * Loads many entries at once, published, for load work: the same rows as creating, approving and publishing each of them
 * leaves behind, made by the same functions, in one statement for each table. Of the steps the audit log has one record.
 */
import type { NewEntry } from '../src/catalogue/commands/createEntries.ts';
import { draftRow, linkRows } from '../src/catalogue/commands/draft.ts';
import { entryChanged } from '../src/catalogue/commands/publishing.ts';
import type { CommonContent } from '../src/catalogue/kinds/common.ts';
import { kindOf } from '../src/catalogue/kinds/registry.ts';
import { projectLive } from '../src/catalogue/projection.ts';
import { referencesOf } from '../src/catalogue/references.ts';
import { type CommandContext, defineCommand } from '../src/journal/command.ts';
import { newId } from '../src/kernel/ids.ts';
import { assertMay } from '../src/kernel/permissions.ts';
import { OPERATOR_APPROVER } from '../src/kernel/viewer.ts';
import type { Transaction } from '../src/platform/database.ts';

/** An entry with content that needs no validation: as the kind's schema answers it. */
export type ValidEntry = NewEntry & { readonly content: CommonContent };

/** Created, then approved and published: two revisions. */
const REVISION = 2;

/**
 * Creates and publishes entries: all of them or none. Of their slugs and references only the database makes sure.
 * @throws the database's error when a slug is taken or the target of a reference is missing
 */
export const loadEntries = defineCommand({
  name: 'loadEntries',
  action: 'entry.publish',
  async run(context, input: readonly ValidEntry[]): Promise<void> {
    assertMay(context.viewer, 'entry.edit');
    const rows = input.map((entry) => rowsOf(entry, context));
    // In an order in which every row finds those that it refers to.
    const tables = {
      Entry: rows.map(({ entry }) => entry),
      Version: rows.map(({ version }) => version),
      VersionLink: rows.flatMap(({ links }) => links),
      LiveEntry: rows.map(({ live }) => live),
      PublishedEntry: rows.map(({ live }) => live),
    };
    for (const [table, tableRows] of Object.entries(tables)) await insert(context.tx, table, tableRows);
    for (const { entry, version } of rows) note(context, entry, version.id);
  },
});

function rowsOf({ id = newId(), kind, slug, content }: ValidEntry, { viewer, now }: CommandContext) {
  const draft = draftRow({ entryId: id, number: 1, content, author: viewer.actor, now });
  const published = { versionId: draft.id, versionNumber: 1, firstPublishedAt: now, publishedAt: now };
  return {
    entry: { id, kind, slug, revision: REVISION, createdAt: now },
    version: { ...draft, state: 'PUBLISHED', approver: OPERATOR_APPROVER.actor },
    links: linkRows(draft.id, referencesOf(kindOf(kind), content)),
    live: projectLive(kindOf(kind), { entryId: id, slug, ...published }, content),
  };
}

function note(
  { audit, changed }: CommandContext,
  { id, kind, slug }: { id: string; kind: string; slug: string },
  versionId: string,
) {
  const details = { kind, slug };
  audit({ action: 'entry.load', objectType: 'entry', objectId: id, versionId, revision: REVISION, details });
  entryChanged({ changed }, { entryId: id, kind });
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
