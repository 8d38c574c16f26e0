import { z } from 'zod';
import { defineCommand } from '../../../journal/command.ts';
import { line } from '../../../kernel/fields.ts';
import { newId } from '../../../kernel/ids.ts';
import { validate } from '../../../kernel/validate.ts';
import { say } from '../../messages.ts';
import type { ReleaseResult } from './releaseSteps.ts';

/** Characters of a name at the most. */
const MAX_NAME = 120;

const releaseShape = z.object({ name: line(MAX_NAME) });

/** Begins a release, which has no versions yet. */
export const createRelease = defineCommand({
  name: 'createRelease',
  action: 'release.edit',
  async run({ tx, viewer, now, audit }, input: { readonly name: string }): Promise<ReleaseResult> {
    const { name } = validate(releaseShape, input, say('The release'));
    const { id, revision } = await tx.release.create({
      data: { id: newId(), name, state: 'OPEN', author: viewer.actor, createdAt: now },
    });
    audit({ action: 'release.create', objectType: 'release', objectId: id, revision, change: { name } });
    return { releaseId: id, revision };
  },
});
