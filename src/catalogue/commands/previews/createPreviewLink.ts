import { defineCommand } from '../../../journal/command.ts';
import { durationAfter } from '../../../kernel/duration.ts';
import { DomainError, invalidInput } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { assertFuture } from '../../../kernel/localTime.ts';
import type { Transaction } from '../../../platform/database.ts';
import { say } from '../../messages.ts';
import { notFound } from '../steps.ts';

/** What is previewed: a version, or the versions of a release. */
export type PreviewTarget = { readonly versionId: string } | { readonly releaseId: string };

/** A link to be made, and how long it leads somewhere: one of the two. */
export interface NewPreviewLink {
  readonly target: PreviewTarget;
  /** ISO 8601 duration. */
  readonly expiresIn?: string | null;
  readonly expiresAt?: Date | null;
}

/** What commands of preview links answer: JSON, and never the token, since answers are kept. */
export interface PreviewLinkResult {
  readonly linkId: string;
}

/** How long a link may lead somewhere. */
export const LONGEST = 'P30D';

/** Gives leave to preview a version or a release to whoever has the link. */
export const createPreviewLink = defineCommand({
  name: 'createPreviewLink',
  action: 'preview.share',
  async run({ tx, viewer, now, audit }, input: NewPreviewLink): Promise<PreviewLinkResult> {
    const { target } = input;
    const expiresAt = expiryOf(input, now);
    await assertTargetExists(tx, target);
    const { id } = await tx.previewLink.create({
      data: { id: newId(), ...target, author: viewer.actor, createdAt: now, expiresAt },
    });
    const details = { ...target, expiresAt: expiresAt.toISOString() };
    audit({ action: 'previewLink.create', objectType: 'previewLink', objectId: id, details });
    return { linkId: id };
  },
});

function expiryOf({ expiresIn, expiresAt }: NewPreviewLink, now: Date): Date {
  if (!expiresIn === !expiresAt) {
    throw new DomainError('INVALID_INPUT', say('Pass expiresIn or expiresAt, one of the two.'));
  }
  const path = [expiresIn ? 'expiresIn' : 'expiresAt'];
  const expiry = expiresAt ?? durationAfter(now, expiresIn as string, path);
  assertFuture(expiry, now, path);
  if (expiry <= durationAfter(now, LONGEST, path)) return expiry;
  throw invalidInput(say('The preview link'), [{ path, message: say('must be at most 30 days from now') }]);
}

async function assertTargetExists(tx: Transaction, target: PreviewTarget): Promise<void> {
  const found =
    'versionId' in target
      ? await tx.version.findUnique({ where: { id: target.versionId }, select: { id: true } })
      : await tx.release.findUnique({ where: { id: target.releaseId }, select: { id: true } });
  if (!found) throw notFound('versionId' in target ? 'version' : 'release');
}
