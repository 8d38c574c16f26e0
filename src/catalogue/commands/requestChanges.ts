import { z } from 'zod';
import { defineCommand } from '../../journal/command.ts';
import { LIMITS, text } from '../../kernel/fields.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import { fieldPaths } from '../fieldPaths.ts';
import { rule, say } from '../messages.ts';
import { claimVersion, takeStep, type VersionResult, type VersionTarget } from './steps.ts';

/** A remark on a field, or on the version as a whole when the path is empty. */
export interface Comment {
  readonly path: string;
  readonly text: string;
}

/** Sends a version in review back to its author, with comments. */
export const requestChanges = defineCommand({
  name: 'requestChanges',
  action: 'entry.review',
  async run(context, input: VersionTarget & { comments: readonly Comment[] }): Promise<VersionResult> {
    const { tx, viewer, now } = context;
    const claimed = await claimVersion(context, input);
    const comments = validate(commentsOn(claimed.version.content), input.comments, say('The list of comments'), [
      'comments',
    ]);
    await takeStep(context, 'requestChanges', claimed, {}, comments);
    await tx.reviewComment.createMany({
      data: comments.map((comment) => {
        return { id: newId(), versionId: claimed.version.id, ...comment, author: viewer.actor, createdAt: now };
      }),
    });
    return { entryId: claimed.entryId, versionId: claimed.version.id, revision: claimed.revision };
  },
});

function commentsOn(content: unknown) {
  const paths = fieldPaths(content);
  const path = z
    .string()
    .refine((value) => value === '' || paths.has(value), rule('must be the path of a field of the version'));
  return z
    .array(z.strictObject({ path, text: text(LIMITS.note) }))
    .min(1, rule('must say what is to be changed: at least one comment'))
    .max(100, rule('must have at most {max} comments', { max: 100 }));
}
