/** Drafts: checking content, and the rows that hold it. */
import type { Prisma } from '../../generated/prisma/client.ts';
import { newId } from '../../kernel/ids.ts';
import type { Message } from '../../kernel/message.ts';
import { validate } from '../../kernel/validate.ts';
import type { CommonContent } from '../kinds/common.ts';
import { kindOf } from '../kinds/registry.ts';
import type { VersionState } from '../lifecycle.ts';
import { say } from '../messages.ts';
import { type Reference, referencesOf } from '../references.ts';

/** Content that fits its kind, with its references. */
export interface CheckedContent {
  readonly subject: Message;
  readonly content: CommonContent;
  readonly references: readonly Reference[];
  /** Where in the input of the command the content is. */
  readonly place: readonly string[];
}

/**
 * Checks content by the schema of its kind.
 * @param place where in the input it is: paths of errors begin there
 * @throws DomainError INVALID_INPUT naming everything that is wrong.
 */
export function checkContent(
  kind: string,
  slug: string,
  content: unknown,
  place: readonly string[] = [],
): CheckedContent {
  const definition = kindOf(kind);
  const subject = say('The {kind} {slug}', { kind, slug });
  const checked = validate(definition.schema, content, subject, place);
  return { subject, content: checked, references: referencesOf(definition, checked), place };
}

/** A version that is about to be written. */
export interface NewVersion {
  readonly entryId: string;
  readonly number: number;
  readonly content: CommonContent;
  readonly author: string;
  readonly reason?: string | null;
  readonly basedOn?: number | null;
  readonly stale?: Prisma.InputJsonValue;
  readonly now: Date;
}

/** The row of a new draft. */
export function draftRow({
  now,
  stale = [],
  content,
  ...version
}: NewVersion): Prisma.VersionCreateManyInput & { id: string; state: VersionState } {
  const json = content as unknown as Prisma.InputJsonObject;
  return {
    id: newId(),
    ...version,
    state: 'DRAFT',
    authors: [version.author],
    content: json,
    stale,
    createdAt: now,
    changedAt: now,
  };
}

/** Rows that let the database guard the references of a version. */
export function linkRows(versionId: string, references: readonly Reference[]): Prisma.VersionLinkCreateManyInput[] {
  const positions = new Map<string, number>();
  return references.map(({ role, target, id }) => {
    const position = positions.get(role) ?? 0;
    positions.set(role, position + 1);
    return { versionId, role, position, [`${target}Id`]: id };
  });
}
