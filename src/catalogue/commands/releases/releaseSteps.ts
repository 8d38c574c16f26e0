/** The steps that commands of releases are made of. */
import type { Prisma, Release, Version } from '../../../generated/prisma/client.ts';
import type { CommandContext } from '../../../journal/command.ts';
import { DomainError, invalidInput } from '../../../kernel/errors.ts';
import { say } from '../../messages.ts';
import { nextReleaseState, type ReleaseState, type ReleaseTransition } from '../../releaseLifecycle.ts';
import { conflictOf, notFound } from '../steps.ts';

/** Which release a command is about, as its caller last saw it. */
export interface ReleaseTarget {
  readonly releaseId: string;
  /** Revision of the release that the caller saw. */
  readonly expectedRevision: number;
}

/** {@link ReleaseTarget} with some of its versions, or with some that are to be. */
export interface ReleaseVersionsTarget extends ReleaseTarget {
  readonly versionIds: readonly string[];
}

/** What a command of releases answers: JSON, so that an idempotency key can keep it. */
export interface ReleaseResult {
  readonly releaseId: string;
  readonly revision: number;
}

/**
 * Claims the next revision of a release; of two that expect the same revision one gets it. Until the transaction ends,
 * nobody else changes the release.
 * @throws DomainError NOT_FOUND, or CONFLICT with what has changed since.
 */
export async function claimRelease(
  { tx }: CommandContext,
  { releaseId: id, expectedRevision }: ReleaseTarget,
): Promise<Release> {
  const { count } = await tx.release.updateMany({
    where: { id, revision: expectedRevision },
    data: { revision: expectedRevision + 1 },
  });
  const release = await tx.release.findUnique({ where: { id } });
  if (!release) throw notFound('release');
  if (count === 0) throw await conflictOf(tx, 'release', release, expectedRevision);
  return release;
}

/**
 * Claims a release to change which versions it has.
 * @throws DomainError INVALID_INPUT when no version is named, NOT_FOUND, CONFLICT, ILLEGAL_TRANSITION.
 */
export async function claimOpenRelease(context: CommandContext, target: ReleaseVersionsTarget): Promise<Release> {
  if (target.versionIds.length === 0) {
    throw invalidInput(say('The list of versions'), [
      { path: ['versions'], message: say('must have at least one version') },
    ]);
  }
  const release = await claimRelease(context, target);
  nextReleaseState('change', release.state as ReleaseState);
  return release;
}

/** Claims the next revision of a release, whichever it is: for what was decided before. */
export function claimReleaseNow({ tx }: CommandContext, id: string): Promise<Release> {
  return tx.release.update({ where: { id }, data: { revision: { increment: 1 } } });
}

/** What else changes with a step, and what the audit log is told of it. */
interface StepDetails {
  readonly data?: Prisma.ReleaseUpdateInput;
  readonly details?: Readonly<Record<string, string | number>>;
}

/**
 * Takes a step of the life of a claimed release and notes it for the audit log.
 * @throws DomainError ILLEGAL_TRANSITION when the release's state does not allow it.
 */
export async function takeReleaseStep(
  context: CommandContext,
  transition: ReleaseTransition,
  { id, revision, state }: Release,
  { data = {}, details = {} }: StepDetails = {},
): Promise<ReleaseResult> {
  const to = nextReleaseState(transition, state as ReleaseState);
  await context.tx.release.update({ where: { id }, data: { ...data, state: to } });
  context.audit({
    action: `release.${transition}`,
    objectType: 'release',
    objectId: id,
    revision,
    fields: ['state', ...Object.keys(data)],
    details: { ...details, from: state, to },
  });
  return { releaseId: id, revision };
}

/**
 * Checks that a version may leave the release that it is in, if any.
 * @throws DomainError ILLEGAL_TRANSITION while that release is scheduled.
 */
export async function assertNotHeld({ tx }: CommandContext, { releaseId }: Version): Promise<void> {
  const release = releaseId ? await tx.release.findUnique({ where: { id: releaseId } }) : null;
  if (release?.state !== 'SCHEDULED') return;
  throw new DomainError(
    'ILLEGAL_TRANSITION',
    say('The version is in the release {release}, which is SCHEDULED: unschedule the release first.', {
      release: release.name,
    }),
  );
}
