/** What the content of every kind has. */
import { z } from 'zod';
import { email, httpsUrl, keywords, LIMITS, line, localized, reference, text } from '../../kernel/fields.ts';

/** Levels of assurance of eIDAS (Commission Implementing Regulation (EU) 2015/1502), weakest first. */
export const LEVELS_OF_ASSURANCE = ['LOW', 'SUBSTANTIAL', 'HIGH'] as const;

/** Who may read an entry: everybody, or people who have signed in. */
export const AUDIENCES = ['PUBLIC', 'SIGNED_IN'] as const;

/** Where in a document a statement stands: its table, its prose, or guidance published later. */
export const SOURCE_ORIGINS = ['MATRIX', 'PROSE', 'GUIDANCE', 'DEMONSTRATION'] as const;

/** Document and place that a statement comes from. */
export const source = z.strictObject({
  document: localized(line(LIMITS.name)),
  place: localized(line(LIMITS.shortText)),
  origin: z.enum(SOURCE_ORIGINS),
  url: httpsUrl.optional(),
});
export type Source = z.output<typeof source>;

export const sources = z.array(source).max(20, 'must have at most 20 sources');

/** A titled address. */
export const link = z.strictObject({
  title: localized(line(LIMITS.title)),
  url: httpsUrl,
  note: localized(line(LIMITS.shortText)).optional(),
});

/** Whom to turn to. */
export const contact = z.strictObject({
  name: localized(line(LIMITS.name)).optional(),
  email: email.optional(),
  emailSubject: line(LIMITS.name).optional(),
  phone: z
    .string()
    .regex(/^\+?[0-9 ]{3,20}$/, 'must be a telephone number such as +420 123 456 789')
    .optional(),
  url: httpsUrl.optional(),
});

export const requiredLevel = z.enum(LEVELS_OF_ASSURANCE).nullable().default(null);

/** Fields common to all kinds. */
export const commonContent = z.strictObject({
  title: localized(line(LIMITS.title)),
  shortText: localized(line(LIMITS.shortText)),
  longText: localized(text(LIMITS.longText)).nullable().default(null),
  audience: z.enum(AUDIENCES).default('PUBLIC'),
  organization: reference,
  categories: z.array(reference).max(10, 'must have at most 10 categories').default([]),
  territory: reference.nullable().default(null),
  keywords: keywords.default({ cs: [] }),
  related: z.array(reference).max(50, 'must have at most 50 related entries').default([]),
  sources: sources.default([]),
  /** Some values are invented for demonstration and must not be taken for facts. */
  isDemonstration: z.boolean().default(false),
});
export type CommonContent = z.output<typeof commonContent>;
