/** Sets a letter as plain text and as HTML: the same words in both. */
import { html } from '../kernel/html.ts';
import type { Language } from '../kernel/message.ts';
import type { Letter } from './letters.ts';
import { say } from './messages.ts';

/** What goes with a letter. */
export interface LetterParts {
  readonly language: Language;
  /** What somebody wrote: reasons, changes that are asked for, a message. */
  readonly quotes: readonly string[];
  /** Id of the request. */
  readonly number: string;
  /** Address of the page of the request; null when there is none. */
  readonly address: string | null;
  readonly attachments: readonly string[];
}

export interface SetLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export function setLetter({ subject, paragraphs }: Letter, parts: LetterParts): SetLetter {
  const { language, quotes, number, address, attachments } = parts;
  const [opening = '', ...others] = paragraphs.map((paragraph) => paragraph(language));
  const closing = [
    ...(attachments.length > 0 ? [say('Attached: {files}', { files: attachments.join(', ') })(language)] : []),
    say('Number of the request: {number}', { number })(language),
  ];
  const follow = address && say('Follow the request here: {address}', { address })(language);
  const footer = say('This mail was sent by a program; answers to it are not read.')(language);
  const quoted = quotes.map((quote) => quote.replaceAll(/^/gm, '> '));
  const text = [opening, ...quoted, ...others, ...closing, ...(follow ? [follow] : []), footer].join('\n\n');
  const page = html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${subject(language)}</title></head>
<body style="font-family:sans-serif;line-height:1.5;max-width:40rem">
<p>${opening}</p>
${quotes.map((quote) => html`<blockquote style="white-space:pre-wrap;border-left:4px solid #ccc;margin:1rem 0;padding-left:1rem">${quote}</blockquote>\n`)}
${[...others, ...closing].map((paragraph) => html`<p>${paragraph}</p>\n`)}
${address && html`<p><a href="${address}">${follow}</a></p>\n`}<p style="color:#555">${footer}</p>
</body>
</html>
`;
  return { subject: subject(language), text: `${text}\n`, html: page.markup };
}
