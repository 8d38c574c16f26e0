/** Composes the mail of a delivery when it is to be sent: about the event as it was, to the address as it is now. */
import type { TileContent } from '../catalogue/kinds/tile/content.ts';
import type { MailDelivery, Prisma } from '../generated/prisma/client.ts';
import { type Localized, serve } from '../kernel/locale.ts';
import { type Language, languageFor, type Message } from '../kernel/message.ts';
import type { Database } from '../platform/database.ts';
import type { FileStorage } from '../platform/files/fileStorage.ts';
import type { Remark, RequestEventKind } from '../requests/events.ts';
import { letterOf } from './letters.ts';
import type { Mail, MailAttachment } from './mailer.ts';
import type { Recipient } from './recipients.ts';
import { setLetter } from './setting.ts';
import type { MailSettings } from './settings.ts';
import { tileFileOf } from './tileFiles.ts';

/** What mails are composed from. */
export interface ComposeSources {
  readonly database: Database;
  readonly storage: FileStorage;
  readonly settings: Omit<MailSettings, 'mailer'>;
}

/** What is read of an event and its request. Notes of the agency are in a table that nothing here reads. */
const READ = {
  request: {
    include: {
      organization: { select: { name: true } },
      entries: { include: { entry: { select: { kind: true, slug: true } }, version: { select: { content: true } } } },
    },
  },
} as const satisfies Prisma.RequestEventInclude;

type Event = Prisma.RequestEventGetPayload<{ include: typeof READ }>;

/** The mail of a delivery; null when there is nobody to write to any more, or never was. */
export async function composeMail(sources: ComposeSources, delivery: MailDelivery): Promise<Mail | null> {
  const { database, settings } = sources;
  const { domain, agencyMailbox, requestPage } = settings;
  const found = await database.requestEvent.findUnique({ where: { id: delivery.eventId }, include: READ });
  if (!found) return null;
  const { request } = found;
  const recipient = delivery.recipient as Recipient;
  const to = recipient === 'AGENCY' ? agencyMailbox : request.contactEmail;
  if (to === null) return null;
  const language = recipient === 'AGENCY' ? 'cs' : languageFor(request.contactLocale);
  const letter = letterOf(found.kind as RequestEventKind, recipient, {
    organization: named(request.organization.name, language),
    types: await typesOf(database, request.types, language),
    due: isStillTrue(found) ? dayOf(request.dueAt) : null,
  });
  if (!letter) return null;
  const attachments = recipient === 'AGENCY' && found.kind === 'SUBMITTED' ? await tilesOf(sources, found) : [];
  const set = setLetter(letter, {
    language,
    quotes: await quotesOf(database, found),
    number: request.id,
    address: recipient === 'APPLICANT' && requestPage ? requestPage.replace('{id}', request.id) : null,
    attachments: attachments.map(({ name }) => name),
  });
  return {
    ...set,
    messageId: `${delivery.id}@${domain}`,
    thread: `${request.id}@${domain}`,
    to,
    language,
    attachments,
  };
}

const named = (texts: Prisma.JsonValue, language: Language) => serve(texts as Localized, language).value;

/** Whether the request is where the event left it: else the date is another side's. */
function isStillTrue({ kind, request }: Event): boolean {
  const left: Partial<Record<string, string>> = { SUBMITTED: 'SUBMITTED', CLAIMED: 'IN_REVIEW' };
  return (left[kind] ?? request.state) === request.state;
}

/** What was written with the event. */
async function quotesOf({ requestMessage }: Database, { remarks, messageId }: Event): Promise<string[]> {
  const said = (remarks as unknown as Remark[]).map(({ text }) => text);
  const message = messageId && (await requestMessage.findUnique({ where: { id: messageId }, select: { text: true } }));
  return message ? [...said, message.text] : said;
}

/** Titles of types of cooperation; the code of one that is not published any more. */
async function typesOf({ liveEntry }: Database, codes: readonly string[], language: Language): Promise<string> {
  const rows = await liveEntry.findMany({ where: { kind: 'cooperationType' }, select: { title: true, card: true } });
  const titles = new Map(rows.map(({ title, card }) => [(card as { code?: string }).code, named(title, language)]));
  return codes.map((code) => titles.get(code) ?? code).join(', ');
}

function dayOf(instant: Date | null): Message | null {
  if (!instant) return null;
  const options = { day: 'numeric', month: 'numeric', year: 'numeric', timeZone: 'Europe/Prague' } as const;
  return (language) => new Intl.DateTimeFormat(language === 'cs' ? 'cs' : 'en-GB', options).format(instant);
}

/** The tiles that the request asks for, as files that the agency can take. */
async function tilesOf({ database, storage }: ComposeSources, { request }: Event): Promise<MailAttachment[]> {
  const tiles = request.entries.filter(({ entry }) => entry.kind === 'tile');
  const files: MailAttachment[] = [];
  for (const { entry, version } of tiles) {
    if (!version) continue;
    const { name, text } = await tileFileOf(database, storage, entry.slug, version.content as unknown as TileContent);
    files.push({ name, mediaType: 'application/json', content: text });
  }
  return files;
}
