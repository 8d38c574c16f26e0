import type { Entry, Release, Version } from '../../../generated/prisma/client.ts';
import { type CommandContext, defineCommand } from '../../../journal/command.ts';
import { DomainError, type Issue } from '../../../kernel/errors.ts';
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
      throw new DomainError('INVALID_INPUT', `A release may have ${MAX_VERSIONS} versions at the most.`);
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
    const name = `version ${number} of the ${entry.kind} ${entry.slug}`;
    if (!(JOINABLE_STATES as readonly string[]).includes(state)) {
      return [{ path, message: `must be ${JOINABLE_STATES.join(' or ')}: ${name} is ${state}` }];
    }
    return release ? [{ path, message: `must not be in another release: ${name} is in ${release.name}` }] : [];
  });
  if (issues.length === 0) return;
  const list = issues.map(({ message }) => message).join('; ');
  throw new DomainError('ILLEGAL_TRANSITION', `Not every version can be added: ${list}.`, issues);
}

async function putIn({ tx, audit }: CommandContext, release: Release, added: readonly Candidate[]): Promise<void> {
  for (const { id, state, number, entry } of added) {
    // Asked again: whoever changed the version meanwhile did not need the release for it.
    const { count } = await tx.version.updateMany({
      where: { id, state, releaseId: null },
      data: { releaseId: release.id },
    });
    if (count === 0) {
      throw new DomainError('ILLEGAL_TRANSITION', `Version ${number} of the ${entry.kind} ${entry.slug} has changed.`);
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
