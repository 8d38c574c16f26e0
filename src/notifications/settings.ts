import type { Mailer } from './mailer.ts';

/** How mail leaves, and to whom beside applicants. */
export interface MailSettings {
  readonly mailer: Mailer;
  /** Domain of the identities of mails: that of their sender. */
  readonly domain: string;
  /** Mailbox of the agency; null when it is not to be written to. */
  readonly agencyMailbox: string | null;
  /** Address of the page of a request, with `{id}` in the place of its number. */
  readonly requestPage: string | null;
}
