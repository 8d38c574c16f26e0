/** Entries that requests ask to have published: what may be attached, and what becomes of them with the request. */

import { checkContent } from '../../catalogue/commands/draft.ts';
import { publishClaimed } from '../../catalogue/commands/publishing.ts';
import { assertNotHeld } from '../../catalogue/commands/releases/releaseSteps.ts';
import { type ClaimedVersion, claimNow, takeStep } from '../../catalogue/commands/steps.ts';
import { PUBLISH_JOB } from '../../catalogue/jobs.ts';
import type { CommonContent } from '../../catalogue/kinds/common.ts';
import { assertFourEyes } from '../../catalogue/lifecycle.ts';
import type { RequestEntry, Version } from '../../generated/prisma/client.ts';
import type { CommandContext } from '../../journal/command.ts';
import { putOff } from '../../journal/jobs.ts';
import { DomainError, type Issue, invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Message } from '../../kernel/message.ts';
import { ATTACHABLE_KINDS, REQUEST_LIMITS } from '../content.ts';
import type { Remark } from '../events.ts';
import { say } from '../messages.ts';
import type { KnownRequest } from './steps.ts';

/** States of a newest version that a request can ask to have published. */
const IN_WORK = ['DRAFT', 'IN_REVIEW', 'CHANGES_REQUESTED', 'APPROVED'];

const ownerOf = ({ content }: Pick<Version, 'content'>) => (content as unknown as CommonContent).organization;

/** The newest version of an entry that was not given up, with the kind and the slug of the entry. */
async function newestOf({ tx }: Pick<CommandContext, 'tx'>, entryId: string) {
  const where = { entryId, state: { not: 'DISCARDED' } };
  return tx.version.findFirst({
    where,
    orderBy: { number: 'desc' },
    include: { entry: { select: { kind: true, slug: true } } },
  });
}

/**
 * Holds an entry for a request.
 * @throws DomainError INVALID_INPUT when it is not of a kind that can be attached, not the organization's own, or has no
 *   version in work; another organization's draft answers as an entry that is not there. CONFLICT when a request holds it.
 */
export async function holdEntry(
  context: CommandContext,
  { id: requestId, organizationId }: KnownRequest,
  entryId: string,
): Promise<void> {
  const { tx, now } = context;
  // Of two requests for one entry, the second one waits here and finds it held.
  await tx.$queryRaw`SELECT "id" FROM "Entry" WHERE "id" = ${entryId}::uuid FOR UPDATE`;
  const refused = (message: Message) => invalidInput(say('The entry'), [{ path: ['entryId'], message }]);
  const version = await newestOf(context, entryId);
  const isOwn = version !== null && ownerOf(version) === organizationId;
  const live = await tx.liveEntry.findUnique({ where: { id: entryId }, select: { organizationId: true } });
  if (live && live.organizationId !== organizationId) throw refused(say("must not be another provider's entry"));
  if (!isOwn) throw refused(say('must be the id of an entry of the organization'));
  if (!(ATTACHABLE_KINDS as readonly string[]).includes(version.entry.kind))
    throw refused(say('must be a tile, a form or a data view'));
  if (!IN_WORK.includes(version.state))
    throw refused(say('must have a version in work; the newest one is {state}', { state: version.state }));
  const holder = await tx.requestEntry.findFirst({ where: { entryId, releasedAt: null } });
  if (holder) {
    const message = say('must not be attached to a request already');
    throw new DomainError('CONFLICT', say('A request asks for this entry already.'), [{ path: ['entryId'], message }]);
  }
  if ((await tx.requestEntry.count({ where: { requestId } })) >= REQUEST_LIMITS.entries)
    throw refused(say('must be one of {max} entries at the most', { max: REQUEST_LIMITS.entries }));
  await tx.requestEntry.create({ data: { requestId, entryId, attachedAt: now } });
}

/** @throws DomainError NOT_FOUND when the request does not hold the entry. */
export async function assertAttached({ tx }: CommandContext, requestId: string, entryId: string): Promise<void> {
  if (await tx.requestEntry.findFirst({ where: { requestId, entryId, releasedAt: null } })) return;
  throw new DomainError('NOT_FOUND', say('This entry is not attached to the request.'));
}

/** Entries that a request holds, always in the same order, so that no two commands wait for each other for ever. */
function heldEntries({ tx }: CommandContext, requestId: string): Promise<RequestEntry[]> {
  return tx.requestEntry.findMany({ where: { requestId, releasedAt: null }, orderBy: { entryId: 'asc' } });
}

/**
 * Submits what a request asks to have published along with it: drafts for review, and what was sent back and not changed
 * since as it is: there is no second version that says the same.
 * @throws DomainError INVALID_INPUT naming each entry that has no version to submit, or belongs to another organization.
 */
export async function submitEntries(context: CommandContext, { id, organizationId }: KnownRequest): Promise<void> {
  const { tx } = context;
  const issues: Issue[] = [];
  for (const [place, { entryId }] of (await heldEntries(context, id)).entries()) {
    const entry = await claimNow(context, entryId);
    let version: Version | null = await newestOf(context, entryId);
    if (!version || ownerOf(version) !== organizationId || !IN_WORK.includes(version.state)) {
      const named = say('{kind} {slug}', { kind: entry.kind, slug: entry.slug });
      issues.push({
        path: ['entries', place],
        message: say("must be the organization's own, with a version in work: {entry}", { entry: named }),
      });
      continue;
    }
    if (version.state === 'CHANGES_REQUESTED') {
      checkContent(entry.kind, entry.slug, version.content, ['entries', String(place)]);
      version = await takeStep(context, 'resubmit', { ...entry, version });
    }
    if (version.state === 'DRAFT') version = await takeStep(context, 'submit', { ...entry, version });
    await tx.requestEntry.update({
      where: { requestId_entryId: { requestId: id, entryId } },
      data: { versionId: version.id },
    });
  }
  if (issues.length > 0) throw invalidInput(say('The list of entries'), issues);
}

/** Sends what is in review back with the request, so that its authors can go on with it. */
export async function sendBackEntries(
  context: CommandContext,
  { id }: KnownRequest,
  remarks: readonly Remark[] = [],
): Promise<void> {
  const { tx, viewer, now } = context;
  for (const { entryId, versionId } of await heldEntries(context, id)) {
    if (!versionId) continue;
    const isInReview = await tx.version.count({ where: { id: versionId, state: 'IN_REVIEW' } });
    if (isInReview === 0) continue;
    const entry = await claimNow(context, entryId);
    const version = await tx.version.findUniqueOrThrow({ where: { id: versionId } });
    await takeStep(context, 'requestChanges', { ...entry, version }, {}, remarks);
    await tx.reviewComment.createMany({
      data: remarks.map(({ text }) => {
        return { id: newId(), versionId, path: '', text, author: viewer.actor, createdAt: now };
      }),
    });
  }
}

/** Lets go of the entries of a request that has ended. */
export async function releaseEntries({ tx, now }: CommandContext, { id }: KnownRequest): Promise<void> {
  await tx.requestEntry.updateMany({ where: { requestId: id, releasedAt: null }, data: { releasedAt: now } });
}

/**
 * Approves the versions that were submitted with a request and publishes them, or sets the time to: all of them or none, by
 * the steps of the catalogue's own commands. What is published or scheduled already is left alone.
 * @throws DomainError FORBIDDEN when the viewer wrote in one of them, ILLEGAL_TRANSITION when one cannot be published.
 */
export async function publishEntries(
  context: CommandContext,
  { id }: KnownRequest,
  publishAt: Date | null,
): Promise<string[]> {
  const { tx } = context;
  const approved: ClaimedVersion[] = [];
  for (const { entryId, versionId } of await heldEntries(context, id)) {
    const where = { id: versionId ?? '' };
    const before = await tx.version.findUnique({ where, select: { state: true } });
    if (before?.state === 'PUBLISHED' || before?.state === 'SCHEDULED') continue;
    const entry = await claimNow(context, entryId);
    const version = await tx.version.findUnique({ where });
    approved.push(await approvedVersion(context, { ...entry, version: assertSubmitted(entry, version) }));
  }
  if (publishAt === null) await publishClaimed(context, approved);
  else for (const one of approved) await schedule(context, one, publishAt);
  return approved.map(({ entryId }) => entryId);
}

function assertSubmitted({ kind, slug }: { kind: string; slug: string }, version: Version | null): Version {
  if (version && ['IN_REVIEW', 'APPROVED'].includes(version.state)) return version;
  const named = say('{kind} {slug}', { kind, slug });
  const state = version?.state ?? 'DISCARDED';
  throw new DomainError(
    'ILLEGAL_TRANSITION',
    say(
      'The version of {entry} that was submitted is {state}: request changes, so that the request is submitted anew.',
      {
        entry: named,
        state,
      },
    ),
  );
}

async function approvedVersion(context: CommandContext, claimed: ClaimedVersion): Promise<ClaimedVersion> {
  const { viewer } = context;
  assertFourEyes(claimed.version.authors, viewer.actor);
  await assertNotHeld(context, claimed.version);
  if (claimed.version.state === 'APPROVED') return claimed;
  return { ...claimed, version: await takeStep(context, 'approve', claimed, { approver: viewer.actor }) };
}

async function schedule(context: CommandContext, claimed: ClaimedVersion, publishAt: Date): Promise<void> {
  const { tx, now } = context;
  await takeStep(context, 'schedule', claimed, { publishAt }, { publishAt: publishAt.toISOString() });
  await putOff(tx, { kind: PUBLISH_JOB, subject: claimed.version.id, runAt: publishAt }, now);
}
