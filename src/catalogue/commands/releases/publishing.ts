/** Publishing releases: all their versions, or none. */
import type { Release, Version } from '../../../generated/prisma/client.ts';
import type { CommandContext } from '../../../journal/command.ts';
import { DomainError, type Issue } from '../../../kernel/errors.ts';
import { joined } from '../../../kernel/message.ts';
import { say } from '../../messages.ts';
import { publishClaimed } from '../publishing.ts';
import { type ClaimedEntry, claimNow } from '../steps.ts';
import { type ReleaseResult, takeReleaseStep } from './releaseSteps.ts';

/**
 * Publishes the versions of a claimed release.
 * @param scheduled ids of the versions that it had when its time was set; null when it is published by hand
 * @throws DomainError ILLEGAL_TRANSITION naming each version that is not approved, or not in the release any more.
 */
export async function publishClaimedRelease(
  context: CommandContext,
  release: Release,
  scheduled: readonly string[] | null,
): Promise<ReleaseResult> {
  const { tx, now } = context;
  const result = await takeReleaseStep(context, 'publish', release, { data: { publishAt: null, publishedAt: now } });
  const wanted = scheduled ? { id: { in: [...scheduled] } } : { releaseId: release.id };
  const entries = await claimEntries(context, wanted);
  // Read after the claims: they may have waited for commands that changed the versions.
  const versions = await tx.version.findMany({ where: wanted, orderBy: { entryId: 'asc' } });
  const claimed = versions.map((version) => ({ ...(entries.get(version.entryId) as ClaimedEntry), version }));
  assertPublishable(release, claimed);
  await publishClaimed(context, claimed);
  return result;
}

/** Claims the entries of versions, always in the same order, so that no two releases wait for each other for ever. */
async function claimEntries(context: CommandContext, where: object): Promise<Map<string, ClaimedEntry>> {
  const versions = await context.tx.version.findMany({
    where,
    select: { entryId: true },
    distinct: 'entryId',
    orderBy: { entryId: 'asc' },
  });
  const claimed = new Map<string, ClaimedEntry>();
  for (const { entryId } of versions) claimed.set(entryId, await claimNow(context, entryId));
  return claimed;
}

/** A version with the names that errors give it. */
export interface NamedVersion {
  readonly kind: string;
  readonly slug: string;
  readonly version: Pick<Version, 'number' | 'state' | 'releaseId'>;
}

/**
 * Checks that a release can be published as it stands.
 * @throws DomainError ILLEGAL_TRANSITION naming each version that is in the way.
 */
export function assertPublishable({ id, name }: Pick<Release, 'id' | 'name'>, versions: readonly NamedVersion[]): void {
  if (versions.length === 0)
    throw new DomainError('ILLEGAL_TRANSITION', say('The release {name} has no versions.', { name }));
  const issues = versions.flatMap(({ kind, slug, version: { number, state, releaseId } }): Issue[] => {
    const named = say('version {number} of the {kind} {slug}', { number, kind, slug });
    if (state !== 'APPROVED') {
      return [{ path: [], message: say('{version} must be APPROVED, and is {state}', { version: named, state }) }];
    }
    if (releaseId === id) return [];
    return [{ path: [], message: say('{version} is not in the release any more', { version: named }) }];
  });
  if (issues.length === 0) return;
  const list = joined(
    issues.map(({ message }) => message),
    '; ',
  );
  throw new DomainError(
    'ILLEGAL_TRANSITION',
    say('The release {name} cannot be published: {issues}.', { name, issues: list }),
    issues,
  );
}
