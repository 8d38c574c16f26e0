/** What the content of every kind has. */
import { z } from 'zod';
import { email, httpsUrl, keywords, LIMITS, line, localized, reference, text } from '../../kernel/fields.ts';
import { LEVELS_OF_ASSURANCE } from '../../kernel/viewer.ts';
import { rule } from '../messages.ts';

/** Who may read an entry: everybody, or people who have signed in. */
export const AUDIENCES = ['PUBLIC', 'SIGNED_IN'] as const;

/** Where in a document a statement stands: its table, its prose, or guidance published later. */
export const SOURCE_ORIGINS = ['MATRIX', 'PROSE', 'GUIDANCE', 'DEMONSTRATION'] as const;

export const levelOfAssurance = z.enum(LEVELS_OF_ASSURANCE);
export const audience = z.enum(AUDIENCES);
export const sourceOrigin = z.enum(SOURCE_ORIGINS);

/** Document and place that a statement comes from. */
export const source = z
  .strictObject({
    document: localized(line(LIMITS.name)).describe('Title of the document.'),
    place: localized(line(LIMITS.shortText)).describe('Place in the document, such as a section, a row or a cell.'),
    origin: sourceOrigin.describe('In what part it stands.'),
    url: httpsUrl.optional().describe('Address of the document.'),
  })
  .describe('Where a statement comes from.');
export type Source = z.output<typeof source>;

export const sources = z.array(source).max(20, rule('must have at most {max} sources', { max: 20 }));

/** A titled address. */
export const link = z
  .strictObject({
    title: localized(line(LIMITS.title)).describe('What the address leads to.'),
    url: httpsUrl.describe('The address.'),
    note: localized(line(LIMITS.shortText)).optional().describe('What it is good for.'),
  })
  .describe('A titled address.');

/** Whom to turn to. */
export const contact = z
  .strictObject({
    name: localized(line(LIMITS.name)).optional().describe('Name of the office or desk.'),
    email: email.optional().describe('E-mail address.'),
    emailSubject: line(LIMITS.name)
      .optional()
      .describe('The exact subject that an e-mail must have, where one is prescribed.'),
    phone: z
      .string()
      .regex(/^\+?[0-9 ]{3,20}$/, rule('must be a telephone number such as +420 123 456 789'))
      .optional()
      .describe('Telephone number.'),
    url: httpsUrl.optional().describe('Page with the contact.'),
  })
  .describe('Whom to turn to.');

export const requiredLevel = levelOfAssurance
  .nullable()
  .default(null)
  .describe('Level of assurance that it asks for; null when it needs no sign-in.');

/** What is named twice is meant once. */
const distinct = (ids: readonly string[]) => [...new Set(ids)];

/** Fields common to all kinds. */
export const commonContent = z.strictObject({
  title: localized(line(LIMITS.title)).describe('Title, up to 120 characters; Czech is required.'),
  shortText: localized(line(LIMITS.shortText)).describe('What it is in a sentence or two, up to 300 characters.'),
  longText: localized(text(LIMITS.longText))
    .nullable()
    .default(null)
    .describe('The whole text in Markdown, up to 20,000 characters.'),
  audience: audience.default('PUBLIC').describe('Who may read it; PUBLIC when left out.'),
  organization: reference.describe('The organization that provides it.'),
  categories: z
    .array(reference)
    .max(10, rule('must have at most {max} categories', { max: 10 }))
    .transform(distinct)
    .default([])
    .describe('Themes that it belongs to, ten at the most.'),
  territory: reference
    .nullable()
    .default(null)
    .describe('The territory that it is meant for; null for the whole state.'),
  keywords: keywords.default({ cs: [] }).describe('Words that people look for it by, 50 at the most.'),
  related: z
    .array(reference)
    .max(50, rule('must have at most {max} related entries', { max: 50 }))
    .transform(distinct)
    .default([])
    .describe('Entries that belong together with it.'),
  sources: sources.default([]).describe('Documents and places that the content comes from.'),
  isDemonstration: z
    .boolean()
    .default(false)
    .describe('Whether some values are invented for demonstration and must not be taken for facts.'),
});
export type CommonContent = z.output<typeof commonContent>;
