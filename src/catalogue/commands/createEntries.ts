import type { Prisma } from '../../generated/prisma/client.ts';
import { defineCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { slug as slugSchema } from '../../kernel/fields.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import type { Transaction } from '../../platform/database.ts';
import { kindOf } from '../kinds/registry.ts';
import { assertTargetsExist, type Reference, referencesOf } from '../references.ts';

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
    await assertSlugsAreFree(tx, drafts);
    await tx.entry.createMany({ data: drafts.map(({ id, kind, slug }) => ({ id, kind, slug, createdAt: now })) });
    await assertTargetsExist(tx, drafts);
    await tx.version.createMany({
      data: drafts.map(({ id, versionId, content }) => {
        return { id: versionId, entryId: id, number: 1, state: 'DRAFT', content, author: viewer.actor, createdAt: now };
      }),
    });
    await tx.versionLink.createMany({
      data: drafts.flatMap(({ versionId, references }) => linksOf(versionId, references)),
    });
    return drafts.map(({ id, versionId }) => ({ entryId: id, versionId }));
  },
});

function toDraft({ id = newId(), kind, slug, content }: NewEntry) {
  const subject = `The ${kind} ${slug}`;
  validate(slugSchema, slug, `The slug of ${subject}`);
  const definition = kindOf(kind);
  const validated = validate(definition.schema, content, subject);
  const references = referencesOf(definition, validated);
  return { id, kind, slug, subject, versionId: newId(), content: validated as Prisma.InputJsonObject, references };
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
