import { z } from 'zod';
import { day, httpsUrl, reference } from '../../../kernel/fields.ts';
import { LOCALE_PATTERN } from '../../../kernel/locale.ts';
import { rule } from '../../messages.ts';
import { commonContent, contact, requiredLevel, source } from '../common.ts';

/** Somebody's statement that a condition holds, or does not, on a day. */
const attestation = z
  .strictObject({
    holds: z.boolean().describe('Whether the condition holds.'),
    attestedOn: day.describe('Day of the statement.'),
    source: source.describe('Where the statement comes from.'),
  })
  .describe('A statement, made on a day, that a condition holds or does not.');

/**
 * Conditions of a tile in the Portal's cooperation brochure, section 1, points a to c;
 * null means that nobody has attested the condition yet.
 */
const conditions = z
  .strictObject({
    ownPortal: attestation
      .nullable()
      .default(null)
      .describe('Condition a: the provider has a web portal or an application of its own.'),
    connectedToNia: attestation
      .nullable()
      .default(null)
      .describe('Condition b: it is connected to the national identity authority (NIA).'),
    noFurtherRegistration: attestation
      .nullable()
      .default(null)
      .describe('Condition c: signing in through NIA does not depend on any further registration.'),
  })
  .describe('Attested conditions of the tile.');

/** A tile: a link to somebody's portal or application, with its profile. */
export const tileContent = commonContent.extend({
  targetUrl: httpsUrl.describe('Where the tile leads.'),
  niaServiceUrl: httpsUrl
    .nullable()
    .default(null)
    .describe('Unique address under which the service is registered with NIA.'),
  requiredLevel,
  conditions: conditions
    .default({ ownPortal: null, connectedToNia: null, noFurtherRegistration: null })
    .describe('Attested conditions of the tile.'),
  contact: contact.nullable().default(null).describe('Whom to turn to about the target.'),
  accentColour: z
    .string()
    .regex(/^#[0-9A-F]{6}$/, rule('must be a colour such as #2362A2'))
    .nullable()
    .default(null)
    .describe('Colour of the tile, such as #2362A2.'),
  logo: reference
    .nullable()
    .default(null)
    .describe('Image that stands for the tile: the `fileId` of an upload for the purpose LOGO.'),
  languages: z
    .array(z.string().regex(LOCALE_PATTERN, rule('must be a language tag such as cs')))
    .max(30)
    .default(['cs'])
    .describe('Languages that the target speaks.'),
});
export type TileContent = z.output<typeof tileContent>;
