/** Variables of mail, and what must hold between them. */
import { z } from 'zod';
import { email } from '../kernel/fields.ts';
import { smtpServerOf } from '../notifications/mailers/smtp.ts';
import type { Sender } from '../notifications/message.ts';

const SMTP = 'must be an address of an SMTP server such as smtp://user:password@mail.example.org:587 or smtps://…';
const FROM = 'must be an address such as rozcestnik@example.org, or Rozcestník <rozcestnik@example.org>';
const PAGE = 'must be an address with https and {id} in the place of the number of the request';

function isSmtp(text: string): boolean {
  try {
    smtpServerOf(text);
    return true;
  } catch {
    return false;
  }
}

/** The sender that a text names; null when it names none. */
export function senderOf(text: string): Sender | null {
  const [, name = '', address = text.trim()] = text.match(/^([^<>]*)<([^<>]+)>\s*$/) ?? [];
  return email.safeParse(address).success ? { name: name.trim(), address } : null;
}

export const mailVariables = {
  SMTP_URL: z.string().refine(isSmtp, SMTP).optional(),
  MAIL_FROM: z
    .string()
    .refine((text) => senderOf(text) !== null, FROM)
    .optional(),
  AGENCY_MAILBOX: z
    .string()
    .refine((text) => email.safeParse(text).success, 'must be an e-mail address')
    .optional(),
  REQUEST_PAGE: z
    .string()
    .refine((text) => text.includes('{id}') && /^https:\/\//.test(text) && URL.canParse(text), PAGE)
    .optional(),
};

/** What is wrong between the variables. */
export function mailFaults({ SMTP_URL, MAIL_FROM }: { SMTP_URL?: string | undefined; MAIL_FROM?: string | undefined }) {
  if (SMTP_URL === undefined || MAIL_FROM !== undefined) return [];
  return [{ name: 'MAIL_FROM', message: 'must be given with SMTP_URL: mail needs a sender' }];
}
