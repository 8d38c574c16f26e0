import { type CommandContext, defineCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { slug as slugSchema } from '../../kernel/fields.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import type { Transaction } from '../../platform/database.ts';
import { say } from '../messages.ts';
import { assertTargetsExist } from '../references.ts';
import { type CheckedContent, checkContent, draftRow, linkRows } from './draft.ts';
import { takeStep, type VersionResult } from './steps.ts';

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
    await assertSlugsAreFree(tx, entries);
    await tx.entry.createMany({ data: entries.map(({ id, kind, slug }) => ({ id, kind, slug, createdAt: now })) });
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

/** Writes the first versions of entries as drafts, and submits those that are to be. */
export async function writeFirstVersions(
  context: CommandContext,
  entries: readonly BegunEntry[],
): Promise<VersionResult[]> {
  const { tx, viewer, now } = context;
  await assertTargetsExist(tx, entries);
  const versions = entries.map(({ id, content, reason }) =>
    draftRow({ entryId: id, number: 1, content, author: viewer.actor, reason, now }),
  );
  const stored = await tx.version.createManyAndReturn({ data: versions });
  const versionOf = new Map(stored.map((version) => [version.entryId, version]));
  await tx.versionLink.createMany({
    data: entries.flatMap(({ id, references }) => linkRows(versionOf.get(id)?.id as string, references)),
  });
  const results: VersionResult[] = [];
  for (const { id: entryId, kind, slug, content, submit } of entries) {
    const version = versionOf.get(entryId);
    if (!version) throw new Error(`The first version of ${entryId} was not stored.`);
    context.audit({
      action: 'entry.create',
      objectType: 'entry',
      objectId: entryId,
      versionId: version.id,
      revision: 1,
      fields: Object.keys(content),
      details: { kind, slug },
      change: content,
    });
    if (submit) await takeStep(context, 'submit', { entryId, kind, slug, revision: 1, version });
    results.push({ entryId, versionId: version.id, revision: 1 });
  }
  return results;
}

function checkNew({ kind, slug, content }: NewEntry) {
  validate(slugSchema, slug, say('The slug of the {kind} {slug}', { kind, slug }), ['slug']);
  return checkContent(kind, slug, content, ['content']);
}

async function assertSlugsAreFree(tx: Transaction, entries: readonly { kind: string; slug: string }[]): Promise<void> {
  const wanted = entries.map(({ kind, slug }) => ({ kind, slug }));
  const names = wanted.map(({ kind, slug }) => `${kind} ${slug}`);
  const repeated = wanted.find((_, index) => names.indexOf(names[index] as string) !== index);
  const taken = repeated ?? (await tx.entry.findFirst({ where: { OR: wanted }, select: { kind: true, slug: true } }));
  if (!taken) return;
  const issue = { path: ['slug'], message: say('must be one that is not taken') };
  throw new DomainError('CONFLICT', say('There is a {kind} {slug} already; choose another slug.', taken), [issue]);
}
