import type { Prisma } from '../../generated/prisma/client.ts';
import { defineCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { slug as slugSchema } from '../../kernel/fields.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import type { Transaction } from '../../platform/database.ts';
import type { CommonContent } from '../kinds/common.ts';
import { kindOf } from '../kinds/registry.ts';
import { assertTargetsExist, type Reference, type Referring, referencesOf } from '../references.ts';

/** An entry to be created. */
export interface NewEntry {
  /** Chosen beforehand by a caller whose entries refer to each other. */
  readonly id?: string;
  readonly kind: string;
  readonly slug: string;
  /** Content of the kind; references are ids. */
  readonly content: unknown;
}

/** A draft that was created. */
export interface CreatedDraft {
  readonly entryId: string;
  readonly versionId: string;
}

/**
 * Creates entries, each with its first version as a draft: all of them or none. The entries may refer to each other.
 * @throws DomainError INVALID_INPUT naming what is wrong in the first bad content, CONFLICT when a slug is taken.
 */
export const createEntries = defineCommand({
  action: 'entry.create',
  async run({ tx, viewer, now }, input: readonly NewEntry[]): Promise<CreatedDraft[]> {
    const drafts = input.map(toDraft);
    const rows = drafts.map((draft) => draftRows(draft, viewer.actor, now));
    await assertSlugsAreFree(tx, drafts);
    await tx.entry.createMany({ data: rows.map(({ entry }) => entry) });
    await assertTargetsExist(tx, drafts);
    await tx.version.createMany({ data: rows.map(({ version }) => version) });
    await tx.versionLink.createMany({ data: rows.flatMap(({ links }) => links) });
    return drafts.map(({ id, versionId }) => ({ entryId: id, versionId }));
  },
});

/** An entry whose content is valid, with its first version. */
export interface Draft extends Referring {
  readonly id: string;
  readonly kind: string;
  readonly slug: string;
  readonly versionId: string;
  readonly content: CommonContent;
}

/** Rows that a draft is stored in. */
export interface DraftRows {
  readonly entry: Prisma.EntryCreateManyInput;
  readonly version: Prisma.VersionCreateManyInput;
  readonly links: Prisma.VersionLinkCreateManyInput[];
}

function toDraft({ content, ...entry }: NewEntry): Draft {
  const subject = `The ${entry.kind} ${entry.slug}`;
  validate(slugSchema, entry.slug, `The slug of ${subject}`);
  return draftOf({ ...entry, content: validate(kindOf(entry.kind).schema, content, subject) });
}

/** The draft of an entry whose slug and content are valid, with defaults filled in. */
export function draftOf({ id = newId(), kind, slug, content }: NewEntry & { content: CommonContent }): Draft {
  const references = referencesOf(kindOf(kind), content);
  return { id, kind, slug, subject: `The ${kind} ${slug}`, versionId: newId(), content, references };
}

/** The rows of a draft by `author`. */
export function draftRows(
  { id, kind, slug, versionId, references, ...draft }: Draft,
  author: string,
  now: Date,
): DraftRows {
  const content = draft.content as unknown as Prisma.InputJsonObject;
  return {
    entry: { id, kind, slug, createdAt: now },
    version: { id: versionId, entryId: id, number: 1, state: 'DRAFT', content, author, createdAt: now },
    links: linksOf(versionId, references),
  };
}

async function assertSlugsAreFree(tx: Transaction, drafts: readonly { kind: string; slug: string }[]): Promise<void> {
  const wanted = drafts.map(({ kind, slug }) => ({ kind, slug }));
  const names = wanted.map(({ kind, slug }) => `${kind} ${slug}`);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  const taken = await tx.entry.findFirst({ where: { OR: wanted }, select: { kind: true, slug: true } });
  const name = repeated ?? (taken && `${taken.kind} ${taken.slug}`);
  if (name) throw new DomainError('CONFLICT', `There is a ${name} already; choose another slug.`);
}

/** Rows that let the database guard the references of a version. */
export function linksOf(versionId: string, references: readonly Reference[]): Prisma.VersionLinkCreateManyInput[] {
  const positions = new Map<string, number>();
  return references.map(({ role, target, id }) => {
    const position = positions.get(role) ?? 0;
    positions.set(role, position + 1);
    return { versionId, role, position, [`${target}Id`]: id };
  });
}
