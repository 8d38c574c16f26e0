/** Mail as files in a folder, for development: whatever opens mail opens them. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Mailer, MailFailure } from '../mailer.ts';
import { buildMail, type Sender } from '../message.ts';

/** Writes each mail as `<message id>.eml`; the same mail again is the same file. */
export function folderMailer(folder: string, sender: Sender): Mailer {
  return {
    location: `folder ${folder}`,
    async send(mail) {
      const { bytes } = await buildMail(sender, mail);
      const unfinished = join(folder, `.${randomUUID()}`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o750 });
        await writeFile(unfinished, bytes, { flag: 'wx', mode: 0o640 });
        await rename(unfinished, join(folder, `${mail.messageId.replaceAll(/[^\w.@-]/g, '_')}.eml`));
      } catch (error) {
        await unlink(unfinished).catch(() => undefined);
        throw new MailFailure('TEMPORARY', (error as NodeJS.ErrnoException).code ?? 'EWRITE');
      }
    },
  };
}
