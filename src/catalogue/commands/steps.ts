/** The steps that commands of the editorial workflow are made of. */
import type { Prisma, Version } from '../../generated/prisma/client.ts';
import type { CommandContext } from '../../journal/command.ts';
import { conflictSince } from '../../journal/conflict.ts';
import { DomainError } from '../../kernel/errors.ts';
import type { Transaction } from '../../platform/database.ts';
import { nextState, type Transition, type VersionState } from '../lifecycle.ts';
import { say } from '../messages.ts';

/** Which version a command is about, as its caller last saw it. */
export interface VersionTarget {
  readonly versionId: string;
  /** Revision of the entry that the caller saw. */
  readonly expectedRevision: number;
}

/** An entry that this command alone may change until its transaction ends. */
export interface ClaimedEntry {
  readonly entryId: string;
  readonly kind: string;
  readonly slug: string;
  /** Revision that the entry has now. */
  readonly revision: number;
}

/** What a command of the workflow answers: JSON, so that an idempotency key can keep it. */
export interface StepResult {
  readonly entryId: string;
  readonly versionId: string | null;
  readonly revision: number;
}

/** The result of a step that was about a version. */
export interface VersionResult extends StepResult {
  readonly versionId: string;
}

/**
 * Claims the next revision of an entry; of two that expect the same revision one gets it.
 * @throws DomainError NOT_FOUND, or CONFLICT with what has changed since.
 */
export async function claimEntry(context: CommandContext, entryId: string, expected: number): Promise<ClaimedEntry> {
  return claimWhere(context, { id: entryId }, expected, 'entry');
}

/** Claims the entry that `where` picks, which is one at the most; `wanted` is what its caller calls a missing one. */
async function claimWhere(
  { tx }: CommandContext,
  where: Prisma.EntryWhereInput,
  expected: number,
  wanted: Thing,
): Promise<ClaimedEntry> {
  const revision = expected + 1;
  const [claimed] = await tx.entry.updateManyAndReturn({ where: { ...where, revision: expected }, data: { revision } });
  if (claimed) return { entryId: claimed.id, kind: claimed.kind, slug: claimed.slug, revision };
  const entry = await tx.entry.findFirst({ where });
  if (!entry) throw notFound(wanted);
  throw await conflictOf(tx, 'entry', entry, expected);
}

/** Claims the next revision of an entry, whichever it is: for what was decided before, such as a scheduled step. */
export async function claimNow({ tx }: CommandContext, entryId: string): Promise<ClaimedEntry> {
  const data = { revision: { increment: 1 } };
  const { kind, slug, revision } = await tx.entry.update({ where: { id: entryId }, data });
  return { entryId, kind, slug, revision };
}

/** A version whose entry this command has claimed. */
export interface ClaimedVersion extends ClaimedEntry {
  readonly version: Version;
}

/**
 * Claims the entry of a version.
 * @throws DomainError NOT_FOUND, CONFLICT.
 */
export async function claimVersion(context: CommandContext, target: VersionTarget): Promise<ClaimedVersion> {
  const { versionId: id, expectedRevision } = target;
  const entry = await claimWhere(context, { versions: { some: { id } } }, expectedRevision, 'version');
  // Read when it is claimed: the claim may have waited for another command that changed the version.
  const version = await context.tx.version.findUniqueOrThrow({ where: { id } });
  return { ...entry, version };
}

/**
 * Takes a step of the lifecycle and notes it for the audit log.
 * @throws DomainError ILLEGAL_TRANSITION when the version's state does not allow it.
 */
export async function takeStep(
  context: CommandContext,
  transition: Transition,
  { entryId, revision, version }: ClaimedVersion,
  data: Prisma.VersionUncheckedUpdateManyInput = {},
  change?: unknown,
): Promise<Version> {
  const from = version.state as VersionState;
  const to = nextState(transition, from);
  const changes = { ...data, state: to, changedAt: context.now };
  const [updated] = await context.tx.version.updateManyAndReturn({
    where: { id: version.id, state: from },
    data: changes,
  });
  if (!updated)
    throw new DomainError('ILLEGAL_TRANSITION', say('The version is not {state} any more.', { state: from }));
  context.audit({
    action: `version.${transition}`,
    objectType: 'entry',
    objectId: entryId,
    versionId: version.id,
    revision,
    details: { number: version.number, from, to },
    change,
  });
  return updated;
}

/** What editors work with, as errors call it. */
export type Thing = 'entry' | 'version' | 'release' | 'preview link';

export function notFound(what: Thing): DomainError {
  return new DomainError('NOT_FOUND', say(`There is no such ${what}.`));
}

/** The error of a command that expected an earlier revision of an object than it has. */
export function conflictOf(
  tx: Transaction,
  what: 'entry' | 'release',
  object: { readonly id: string; readonly revision: number },
  expected: number,
): Promise<DomainError> {
  const said = say(
    `The ${what} has changed since revision {expected}; it is at revision {revision} now. Look at it again.`,
    {
      expected,
      revision: object.revision,
    },
  );
  return conflictSince(tx, object, expected, said);
}
