import type { Release, Version } from '../../../generated/prisma/client.ts';
import { type CommandContext, defineCommand } from '../../../journal/command.ts';
import { invalidInput } from '../../../kernel/errors.ts';
import { say } from '../../messages.ts';
import { claimOpenRelease, type ReleaseResult, type ReleaseVersionsTarget } from './releaseSteps.ts';

/**
 * Takes versions, in whatever state they are, out of an open release: all of them or none.
 * @throws DomainError NOT_FOUND, CONFLICT, ILLEGAL_TRANSITION, INVALID_INPUT naming each that is not in the release.
 */
export const removeFromRelease = defineCommand({
  name: 'removeFromRelease',
  action: 'release.edit',
  async run(context, input: ReleaseVersionsTarget): Promise<ReleaseResult> {
    const release = await claimOpenRelease(context, input);
    const where = { releaseId: release.id, id: { in: [...input.versionIds] } };
    const versions = await context.tx.version.findMany({ where });
    const present = new Set(versions.map(({ id }) => id));
    const issues = input.versionIds.flatMap((id, index) => {
      return present.has(id) ? [] : [{ path: ['versions', index], message: say('must be a version of the release') }];
    });
    if (issues.length > 0) throw invalidInput(say('The list of versions'), issues);
    await takeOut(context, release, versions);
    return { releaseId: release.id, revision: release.revision };
  },
});

/** Takes versions out of the claimed release that they are in. */
export async function takeOut(
  { tx, audit }: CommandContext,
  { id: releaseId, revision }: Release,
  versions: readonly Version[],
): Promise<void> {
  const ids = versions.map(({ id }) => id);
  await tx.version.updateMany({ where: { id: { in: ids }, releaseId }, data: { releaseId: null } });
  for (const { id, number, state } of versions) {
    audit({
      action: 'release.remove',
      objectType: 'release',
      objectId: releaseId,
      versionId: id,
      revision,
      fields: ['versions'],
      details: { number, state },
    });
  }
}
