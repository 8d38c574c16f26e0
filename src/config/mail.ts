/** Chooses how mail leaves. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { folderMailer } from '../notifications/mailers/folder.ts';
import { smtpMailer, smtpServerOf } from '../notifications/mailers/smtp.ts';
import type { MailSettings } from '../notifications/settings.ts';
import { senderOf } from './mailVariables.ts';

/** Sender and mailbox of mail that stays in files: addresses that lead nowhere (RFC 2606). */
const NOBODY = { name: 'Rozcestník', address: 'rozcestnik@rozcestnik.invalid' };
const NO_MAILBOX = 'agentura@rozcestnik.invalid';

/** How mail leaves by the configuration: by SMTP when there is a server, as files under the data folder otherwise. */
export function mailOf(
  config: Pick<Config, 'SMTP_URL' | 'MAIL_FROM' | 'AGENCY_MAILBOX' | 'REQUEST_PAGE' | 'DATA_DIR'>,
): MailSettings {
  const { SMTP_URL, MAIL_FROM, AGENCY_MAILBOX, REQUEST_PAGE, DATA_DIR } = config;
  const sender = (MAIL_FROM && senderOf(MAIL_FROM)) || NOBODY;
  const mailer = SMTP_URL ? smtpMailer(smtpServerOf(SMTP_URL), sender) : folderMailer(join(DATA_DIR, 'mail'), sender);
  return {
    mailer,
    domain: sender.address.slice(sender.address.lastIndexOf('@') + 1),
    agencyMailbox: AGENCY_MAILBOX ?? (SMTP_URL ? null : NO_MAILBOX),
    requestPage: REQUEST_PAGE ?? null,
  };
}
