import { z } from 'zod';
import { defineCommand } from '../../journal/command.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { line } from '../../kernel/fields.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import { MAX_UNUSED_FILES } from '../limits.ts';
import { say } from '../messages.ts';
import { FILE_PURPOSES, type FilePurpose } from '../purposes.ts';
import { unusedFiles } from '../unused.ts';

/** A file that somebody means to send. */
export interface NewUpload {
  readonly purpose: FilePurpose;
  /** Name for those who save it; kept of documents alone. */
  readonly name?: string | null;
}

const newUpload = z.object({
  purpose: z.enum(FILE_PURPOSES),
  // What a file system of today takes; separators of folders have no place in a name.
  name: line(200)
    .transform((name) => name.replaceAll(/[/\\:*?"<>|]/g, '_'))
    .nullish(),
});

/**
 * Lets the viewer send one file. What nothing refers to by the next day is deleted.
 * @throws DomainError INVALID_INPUT when the viewer has too many files already that nothing refers to.
 */
export const startUpload = defineCommand({
  name: 'startUpload',
  action: 'file.upload',
  async run({ tx, viewer, now, audit }, input: NewUpload): Promise<{ fileId: string }> {
    const { purpose, name } = validate(newUpload, input, say('The upload'));
    const unused = await tx.file.count({ where: { author: viewer.actor, ...unusedFiles } });
    if (unused >= MAX_UNUSED_FILES) {
      const message = say('must wait: you have {max} files that nothing refers to; use them, or wait a day', {
        max: MAX_UNUSED_FILES,
      });
      throw invalidInput(say('The upload'), [{ path: [], message }]);
    }
    const id = newId();
    const kept = purpose === 'EVIDENCE' ? (name ?? null) : null;
    await tx.file.create({ data: { id, purpose, name: kept, author: viewer.actor, createdAt: now } });
    audit({ action: 'file.start', objectType: 'file', objectId: id, details: { purpose } });
    return { fileId: id };
  },
});
