import { z } from 'zod';
import { day, httpsUrl } from '../../../kernel/fields.ts';
import { LOCALE_PATTERN } from '../../../kernel/locale.ts';
import { commonContent, contact, requiredLevel, source } from '../common.ts';

/** Somebody's statement that a condition holds, or does not, on a day. */
const attestation = z.strictObject({ holds: z.boolean(), attestedOn: day, source });

/**
 * Conditions of a tile in the Portal's cooperation brochure, section 1, points a to c;
 * null means that nobody has attested the condition yet.
 */
const conditions = z.strictObject({
  ownPortal: attestation.nullable().default(null),
  connectedToNia: attestation.nullable().default(null),
  noFurtherRegistration: attestation.nullable().default(null),
});

/** A tile: a link to somebody's portal or application, with its profile. */
export const tileContent = commonContent.extend({
  targetUrl: httpsUrl,
  niaServiceUrl: httpsUrl.nullable().default(null),
  requiredLevel,
  conditions: conditions.default({ ownPortal: null, connectedToNia: null, noFurtherRegistration: null }),
  contact: contact.nullable().default(null),
  accentColour: z
    .string()
    .regex(/^#[0-9A-F]{6}$/, 'must be a colour such as #2362A2')
    .nullable()
    .default(null),
  languages: z.array(z.string().regex(LOCALE_PATTERN, 'must be a language tag such as cs')).max(30).default(['cs']),
});
export type TileContent = z.output<typeof tileContent>;
