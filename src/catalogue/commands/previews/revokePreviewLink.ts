import { defineCommand } from '../../../journal/command.ts';
import { notFound } from '../steps.ts';
import type { PreviewLinkResult } from './createPreviewLink.ts';

/** Takes leave to preview back, at once; a link that is revoked already stays so. */
export const revokePreviewLink = defineCommand({
  name: 'revokePreviewLink',
  action: 'preview.share',
  async run({ tx, now, audit }, { linkId }: PreviewLinkResult): Promise<PreviewLinkResult> {
    const { count } = await tx.previewLink.updateMany({
      where: { id: linkId, revokedAt: null },
      data: { revokedAt: now },
    });
    if (!(await tx.previewLink.findUnique({ where: { id: linkId }, select: { id: true } }))) {
      throw notFound('preview link');
    }
    if (count > 0) audit({ action: 'previewLink.revoke', objectType: 'previewLink', objectId: linkId });
    return { linkId };
  },
});
