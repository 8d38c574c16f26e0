import type { Entry, Release, Version } from '../../../generated/prisma/client.ts';
import { type CommandContext, defineCommand } from '../../../journal/command.ts';
import { DomainError, type Issue } from '../../../kernel/errors.ts';
import { joined } from '../../../kernel/message.ts';
import { eitherOf } from '../../../kernel/messages.ts';
import { say } from '../../messages.ts';
import { JOINABLE_STATES } from '../../releaseLifecycle.ts';
import { notFound } from '../steps.ts';
import { claimOpenRelease, type ReleaseResult, type ReleaseVersionsTarget } from './releaseSteps.ts';
import { takeOut } from './removeFromRelease.ts';

/** Versions of a release at the most: they are published in one transaction. */
export const MAX_VERSIONS = 200;

type Candidate = Version & { entry: Entry; release: Release | null };

/**
 * Adds versions that are being worked on to an open release: all of them or none. A version takes the place of an earlier
 * one of its entry; one that is in the release already stays.
 * @throws DomainError NOT_FOUND, CONFLICT, ILLEGAL_TRANSITION naming each version that cannot be added.
 */
export const addToRelease = defineCommand({
  name: 'addToRelease',
  action: 'release.edit',
  async run(context, input: ReleaseVersionsTarget): Promise<ReleaseResult> {
    const { tx } = context;
    const release = await claimOpenRelease(context, input);
    const added = (await findCandidates(context, input)).filter(({ releaseId }) => releaseId !== release.id);
    assertCanJoin(added, input.versionIds);
    const entryIds = added.map(({ entryId }) => entryId);
    const replaced = await tx.version.findMany({ where: { releaseId: release.id, entryId: { in: entryIds } } });
    await takeOut(context, release, replaced);
    await putIn(context, release, added);
    if ((await tx.version.count({ where: { releaseId: release.id } })) > MAX_VERSIONS) {
      throw new DomainError(
        'INVALID_INPUT',
        say('A release may have {max} versions at the most.', { max: MAX_VERSIONS }),
      );
    }
    return { releaseId: release.id, revision: release.revision };
  },
});

async function findCandidates({ tx }: CommandContext, { versionIds }: ReleaseVersionsTarget): Promise<Candidate[]> {
  const where = { id: { in: [...versionIds] } };
  const found = await tx.version.findMany({ where, include: { entry: true, release: true } });
  if (found.length < new Set(versionIds).size) throw notFound('version');
  return found;
}

function assertCanJoin(candidates: readonly Candidate[], order: readonly string[]): void {
  const issues = candidates.flatMap(({ id, number, state, entry, release }): Issue[] => {
    const path = ['versions', order.indexOf(id)];
    const version = say('version {number} of the {kind} {slug}', { number, kind: entry.kind, slug: entry.slug });
    if (!(JOINABLE_STATES as readonly string[]).includes(state)) {
      const states = eitherOf(JOINABLE_STATES);
      return [{ path, message: say('must be {states}: {version} is {state}', { states, version, state }) }];
    }
    if (!release) return [];
    const where = { version, release: release.name };
    return [{ path, message: say('must not be in another release: {version} is in {release}', where) }];
  });
  if (issues.length === 0) return;
  const list = joined(
    issues.map(({ message }) => message),
    '; ',
  );
  throw new DomainError(
    'ILLEGAL_TRANSITION',
    say('Not every version can be added: {issues}.', { issues: list }),
    issues,
  );
}

async function putIn({ tx, audit }: CommandContext, release: Release, added: readonly Candidate[]): Promise<void> {
  for (const { id, state, number, entry } of added) {
    // Asked again: whoever changed the version meanwhile did not need the release for it.
    const { count } = await tx.version.updateMany({
      where: { id, state, releaseId: null },
      data: { releaseId: release.id },
    });
    if (count === 0) {
      throw new DomainError(
        'ILLEGAL_TRANSITION',
        say('Version {number} of the {kind} {slug} has changed.', { number, kind: entry.kind, slug: entry.slug }),
      );
    }
    audit({
      action: 'release.add',
      objectType: 'release',
      objectId: release.id,
      versionId: id,
      revision: release.revision,
      fields: ['versions'],
      details: { kind: entry.kind, slug: entry.slug, number },
    });
  }
}
