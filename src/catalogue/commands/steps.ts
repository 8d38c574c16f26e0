/** The steps that commands of the editorial workflow are made of. */
import type { Version } from '../../generated/prisma/client.ts';
import type { CommandContext } from '../../journal/command.ts';
import { conflictSince } from '../../journal/conflict.ts';
import { DomainError } from '../../kernel/errors.ts';
import type { Transaction } from '../../platform/database.ts';
import { nextState, type Transition, type VersionState } from '../lifecycle.ts';
import { say } from '../messages.ts';
import { claimRevision, type StepChanges, writeStep } from '../workingRows.ts';

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
export async function claimEntry({ tx }: CommandContext, id: string, expected: number): Promise<ClaimedEntry> {
  const revision = expected + 1;
  const [claimed] = await tx.entry.updateManyAndReturn({ where: { id, revision: expected }, data: { revision } });
  if (claimed) return { entryId: claimed.id, kind: claimed.kind, slug: claimed.slug, revision };
  const entry = await tx.entry.findUnique({ where: { id } });
  if (!entry) throw notFound('entry');
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
export async function claimVersion({ tx }: CommandContext, target: VersionTarget): Promise<ClaimedVersion> {
  const { versionId: id, expectedRevision } = target;
  const claimed = await claimRevision(tx, id, expectedRevision);
  if (claimed) {
    const { entry, ...version } = claimed;
    return { entryId: entry.id, kind: entry.kind, slug: entry.slug, revision: entry.revision, version };
  }
  const entry = await tx.entry.findFirst({ where: { versions: { some: { id } } } });
  if (!entry) throw notFound('version');
  throw await conflictOf(tx, 'entry', entry, expectedRevision);
}

/** What steps change of a version beside its state. */
type StepData = Omit<StepChanges, 'state' | 'changedAt'>;

/**
 * Takes a step of the lifecycle and notes it for the audit log.
 * @throws DomainError ILLEGAL_TRANSITION when the version's state does not allow it.
 */
export function takeStep(
  context: CommandContext,
  transition: Transition,
  claimed: ClaimedVersion,
  data: StepData = {},
  change?: unknown,
): Promise<Version> {
  return takeSteps(context, [transition], claimed, data, change);
}

/**
 * Takes one step after the other, and writes the last one's state.
 * @throws DomainError ILLEGAL_TRANSITION when a state on the way does not allow the next one.
 */
export async function takeSteps(
  context: CommandContext,
  transitions: readonly Transition[],
  claimed: ClaimedVersion,
  data: StepData = {},
  change?: unknown,
): Promise<Version> {
  const { tx, now } = context;
  const { id, state: from } = claimed.version;
  const state = noteSteps(context, transitions, claimed, change);
  const changes = { ...data, state, changedAt: now };
  if (!(await writeStep(tx, id, from, changes)))
    throw new DomainError('ILLEGAL_TRANSITION', say('The version is not {state} any more.', { state: from }));
  return { ...claimed.version, ...changes };
}

/**
 * Notes steps for the audit log; answers the state that they lead to, which is the caller's to write.
 * @throws DomainError ILLEGAL_TRANSITION as {@link takeSteps} does.
 */
export function noteSteps(
  { audit }: CommandContext,
  transitions: readonly Transition[],
  {
    entryId,
    revision,
    version,
  }: Omit<ClaimedVersion, 'version'> & {
    readonly version: Pick<Version, 'id' | 'number' | 'state'>;
  },
  change?: unknown,
): VersionState {
  return transitions.reduce((from, transition) => {
    const to = nextState(transition, from);
    audit({
      action: `version.${transition}`,
      objectType: 'entry',
      objectId: entryId,
      versionId: version.id,
      revision,
      details: { number: version.number, from, to },
      change,
    });
    return to;
  }, version.state as VersionState);
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
