import type { Prisma } from '../../generated/prisma/client.ts';
import { type CommandContext, defineCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { slug as slugSchema } from '../../kernel/fields.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import type { Transaction } from '../../platform/database.ts';
import { insertMissing, insertRows } from '../../platform/insertRows.ts';
import { say } from '../messages.ts';
import { assertTargetsExist } from '../references.ts';
import { type CheckedContent, checkContent, draftRow, linkRows } from './draft.ts';
import { noteSteps, type VersionResult } from './steps.ts';

/** An entry to be created. */
export interface NewEntry {
  /** Chosen beforehand by a caller whose entries refer to each other. */
  readonly id?: string;
  readonly kind: string;
  readonly slug: string;
  /** Content of the kind; references are ids. */
  readonly content: unknown;
  readonly reason?: string | null;
  /** Whether to submit it for review at once. */
  readonly submit?: boolean | null;
}

/**
 * Creates entries, each with its first version as a draft: all of them or none. The entries may refer to each other.
 * @throws DomainError INVALID_INPUT naming what is wrong in the first bad content, CONFLICT when a slug is taken.
 */
export const createEntries = defineCommand({
  name: 'createEntries',
  action: 'entry.edit',
  async run(context, input: readonly NewEntry[]): Promise<VersionResult[]> {
    const { tx, now } = context;
    const entries = input.map((entry) => ({ ...entry, id: entry.id ?? newId(), ...checkNew(entry) }));
    const rows = entries.map(({ id, kind, slug }) => ({ id, kind, slug, createdAt: now }));
    // Sent together, in this order: the entries may refer to each other.
    await Promise.all([writeEntries(tx, rows), assertTargetsExist(tx, entries)]);
    return writeFirstVersions(context, entries);
  },
});

/** An entry whose row is there, with the content of its first version. */
export interface BegunEntry extends CheckedContent {
  readonly id: string;
  readonly kind: string;
  readonly slug: string;
  readonly reason?: string | null;
  readonly submit?: boolean | null;
}

/** Writes the first versions of entries whose targets exist: as drafts, or submitted. */
export async function writeFirstVersions(
  context: CommandContext,
  entries: readonly BegunEntry[],
): Promise<VersionResult[]> {
  const { tx } = context;
  const versions = entries.map((entry) => ({ entry, version: firstVersion(context, entry) }));
  await insertRows(tx, {
    Version: versions.map(({ version }) => version),
    VersionLink: versions.flatMap(({ entry, version }) => linkRows(version.id, entry.references)),
  });
  return versions.map(({ version: { entryId, id } }) => ({ entryId, versionId: id, revision: 1 }));
}

/** The row of an entry's first version, and what is told of it. */
function firstVersion(
  context: CommandContext,
  { id: entryId, kind, slug, content, reason, submit }: BegunEntry,
): Prisma.VersionCreateManyInput & { readonly id: string } {
  const { viewer, now } = context;
  const draft = draftRow({ entryId, number: 1, content, author: viewer.actor, reason, now });
  context.audit({
    action: 'entry.create',
    objectType: 'entry',
    objectId: entryId,
    versionId: draft.id,
    revision: 1,
    fields: Object.keys(content),
    details: { kind, slug },
    change: content,
  });
  if (!submit) return draft;
  return { ...draft, state: noteSteps(context, ['submit'], { entryId, kind, slug, revision: 1, version: draft }) };
}

function checkNew({ kind, slug, content }: NewEntry) {
  validate(slugSchema, slug, say('The slug of the {kind} {slug}', { kind, slug }), ['slug']);
  return checkContent(kind, slug, content, ['content']);
}

/** @throws DomainError CONFLICT naming the first slug that is taken, also by somebody at the same time. */
async function writeEntries(
  tx: Transaction,
  entries: readonly (Prisma.EntryCreateManyInput & { id: string })[],
): Promise<void> {
  const written = await insertMissing(tx, 'Entry', entries);
  const taken = entries.find(({ id }) => !written.has(id));
  if (!taken) return;
  const { kind, slug } = taken;
  const issue = { path: ['slug'], message: say('must be one that is not taken') };
  const said = say('There is a {kind} {slug} already; choose another slug.', { kind, slug });
  throw new DomainError('CONFLICT', said, [issue]);
}
