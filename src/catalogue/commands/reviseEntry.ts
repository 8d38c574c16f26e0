import type { Prisma, Version } from '../../generated/prisma/client.ts';
import { type CommandContext, defineCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import type { Message } from '../../kernel/message.ts';
import { applyPatch } from '../../kernel/patch.ts';
import { diffContent } from '../diff.ts';
import type { CommonContent } from '../kinds/common.ts';
import type { VersionState } from '../lifecycle.ts';
import { type StaleText, staleAfter } from '../localisation.ts';
import { say } from '../messages.ts';
import { assertTargetsExist } from '../references.ts';
import { type CheckedContent, checkContent, draftRow, linkRows } from './draft.ts';
import { passOnRelease } from './releases/passOnRelease.ts';
import { type ClaimedEntry, claimEntry, takeStep, type VersionResult } from './steps.ts';

/** A change of an entry's content: the whole of it, or a patch of what the newest version says. */
export interface Revision {
  readonly entryId: string;
  readonly expectedRevision: number;
  readonly content?: object | null;
  readonly patch?: object | null;
  readonly reason?: string | null;
  readonly submit?: boolean | null;
  /** Kind that the caller takes the entry for. */
  readonly kind?: string;
}

/**
 * Changes the draft of an entry, or begins a new draft from its newest version when there is none.
 * @throws DomainError NOT_FOUND, CONFLICT, INVALID_INPUT; ILLEGAL_TRANSITION while a version is in review, approved or
 * scheduled.
 */
export const reviseEntry = defineCommand({
  name: 'reviseEntry',
  action: 'entry.edit',
  async run(context, input: Revision): Promise<VersionResult> {
    const { entryId, expectedRevision, content, patch, reason, submit, kind } = input;
    if (!content === !patch) throw new DomainError('INVALID_INPUT', say('Pass content or patch, one of the two.'));
    const entry = await claimEntry(context, entryId, expectedRevision);
    if (kind && kind !== entry.kind) {
      throw new DomainError(
        'INVALID_INPUT',
        say('The entry {slug} is a {actual}, not a {wanted}.', { slug: entry.slug, actual: entry.kind, wanted: kind }),
      );
    }
    const base = await newestVersion(context, entryId);
    const wanted = patch ? applyPatch(base.content as object, patch) : content;
    const checked = checkContent(entry.kind, entry.slug, wanted, [patch ? 'patch' : 'content']);
    const version = await writeDraft(context, entry, base, checked, reason);
    if (submit) await takeStep(context, 'submit', { ...entry, version });
    return { entryId, versionId: version.id, revision: entry.revision };
  },
});

export async function newestVersion({ tx }: CommandContext, entryId: string): Promise<Version> {
  const where = { entryId, state: { not: 'DISCARDED' } };
  const newest = await tx.version.findFirst({ where, orderBy: { number: 'desc' } });
  return newest ?? (await tx.version.findFirstOrThrow({ where: { entryId }, orderBy: { number: 'desc' } }));
}

/**
 * Writes the content into the open draft, or into a new one made from `base`.
 * @param stale texts of the content that are behind their source; told from how it differs from `base` when left out
 */
export async function writeDraft(
  context: CommandContext,
  entry: ClaimedEntry,
  base: Version,
  checked: CheckedContent,
  reason: string | null | undefined,
  stale: StaleText[] = staleAfter(base.content, base.stale as unknown as StaleText[], checked.content),
): Promise<Version> {
  const { tx, now, viewer } = context;
  assertCanRevise(base);
  await assertTargetsExist(tx, [checked]);
  const version =
    base.state === 'DRAFT'
      ? await changeDraft(context, base, checked.content, stale, reason)
      : await beginDraft(context, entry.entryId, base, checked.content, stale, reason);
  if (version.id !== base.id) await passOnRelease(context, entry, base, version);
  await tx.versionLink.deleteMany({ where: { versionId: version.id } });
  await tx.versionLink.createMany({ data: linkRows(version.id, checked.references) });
  context.audit({
    action: 'entry.revise',
    objectType: 'entry',
    objectId: entry.entryId,
    versionId: version.id,
    revision: entry.revision,
    fields: [...new Set(diffContent(base.content, checked.content).map(({ path }) => path))],
    details: { number: version.number, author: viewer.actor, begun: base.state !== 'DRAFT' },
    change: { content: checked.content, at: now.toISOString() },
  });
  return version;
}

/** What is to be done first with a version that is on its way, by its state. */
const WAYS_OUT: Readonly<Partial<Record<string, (number: number) => Message>>> = {
  IN_REVIEW: (number) =>
    say('Version {number} is IN_REVIEW: request changes of it or discard it before revising the entry.', { number }),
  APPROVED: (number) =>
    say('Version {number} is APPROVED: publish it or discard it before revising the entry.', { number }),
  SCHEDULED: (number) =>
    say('Version {number} is SCHEDULED: unschedule it and publish or discard it before revising the entry.', {
      number,
    }),
} satisfies Partial<Record<VersionState, (number: number) => Message>>;

/** @throws DomainError ILLEGAL_TRANSITION when the entry's newest version is in review, approved or scheduled. */
export function assertCanRevise({ state, number }: Pick<Version, 'state' | 'number'>): void {
  const wayOut = WAYS_OUT[state];
  if (wayOut) throw new DomainError('ILLEGAL_TRANSITION', wayOut(number));
}

function changeDraft(
  { tx, now, viewer }: CommandContext,
  draft: Version,
  content: CommonContent,
  stale: StaleText[],
  reason: string | null | undefined,
): Promise<Version> {
  const data = {
    content: content as unknown as Prisma.InputJsonObject,
    stale: stale as unknown as Prisma.InputJsonArray,
    authors: [...new Set([...draft.authors, viewer.actor])],
    changedAt: now,
    ...(reason ? { reason } : {}),
  };
  return tx.version.update({ where: { id: draft.id }, data });
}

async function beginDraft(
  { tx, now, viewer }: CommandContext,
  entryId: string,
  base: Version,
  content: CommonContent,
  stale: StaleText[],
  reason: string | null | undefined,
): Promise<Version> {
  const last = await tx.version.aggregate({ where: { entryId }, _max: { number: true } });
  const number = (last._max.number ?? 0) + 1;
  const draft = { entryId, number, content, author: viewer.actor, reason, basedOn: base.number, now };
  return tx.version.create({ data: draftRow({ ...draft, stale: stale as unknown as Prisma.InputJsonArray }) });
}
