/** Validated content of the reference data: organizations, categories and territories. */
import { z } from 'zod';
import { httpsUrl, keywords, LIMITS, line, localized, reference, slug } from '../kernel/fields.ts';
import { isValidIco } from '../kernel/ico.ts';
import { rule } from './messages.ts';

/**
 * Kinds of organizations. The first four are the applicants addressed by the brochure; OTHER_AUTHORITY is a public
 * authority that is none of them, PUBLIC_INSTITUTION a school, a library, a health insurer and the like.
 */
export const ORGANIZATION_KINDS = [
  'MUNICIPALITY',
  'REGION',
  'CENTRAL_AUTHORITY',
  'PRIVATE_LAW_DATA_USER',
  'OTHER_AUTHORITY',
  'PUBLIC_INSTITUTION',
] as const;

/** Whether an organization lasts, has ended, or has become part of another one. */
export const ORGANIZATION_STATUSES = ['ACTIVE', 'CLOSED', 'MERGED'] as const;

/** Levels of territories, widest first. */
export const TERRITORY_LEVELS = ['STATE', 'REGION', 'MUNICIPALITY'] as const;

/** RÚIAN code of a municipality: up to 6 digits. */
const ruianCode = z.string().regex(/^[1-9]\d{0,5}$/, rule('must be a RÚIAN code of up to 6 digits such as 554782'));
/** NUTS code of the state or of a region (NUTS 3). */
const nutsCode = z.string().regex(/^CZ(0[1-8][0-9])?$/, rule('must be CZ or a NUTS 3 code such as CZ010'));

export const organizationKind = z.enum(ORGANIZATION_KINDS);

export const organizationContent = z.strictObject({
  slug: slug.describe('Human-readable identifier, unique among organizations; it stays for ever.'),
  name: localized(line(LIMITS.name)).describe('Name; Czech is required.'),
  description: localized(line(LIMITS.shortText)).nullable().default(null).describe('What the organization does.'),
  keywords: keywords.default({ cs: [] }).describe('Words that people look for it by.'),
  kind: organizationKind.describe('What kind of body it is.'),
  ico: z
    .string()
    .refine(isValidIco, rule('must be an IČO: 8 digits with a right check digit'))
    .nullable()
    .default(null)
    .describe('IČO, the 8-digit identifier of a legal person; one organization alone has it.'),
  dataBoxId: z
    .string()
    .regex(/^[0-9a-z]{7}$/, rule('must be a data box id of 7 lower-case letters and digits'))
    .nullable()
    .default(null)
    .describe('Identifier of its data box.'),
  ovmId: z
    .string()
    .regex(/^\d{1,20}$/, rule('must be the identifier of a public authority (digits)'))
    .nullable()
    .default(null)
    .describe('Identifier of a public authority (OVM).'),
  ovmCategories: z
    .array(z.string().regex(/^KO\d+$/, rule('must be a category of public authorities such as KO13')))
    .default([])
    .describe('Categories of public authorities, such as KO13.'),
  territory: reference
    .nullable()
    .default(null)
    .describe('Global id of the territory where it acts; null for the whole state.'),
  website: httpsUrl.nullable().default(null).describe('Its own website.'),
  isDemonstration: z.boolean().default(false).describe('Invented for demonstration: not a real organization.'),
});

/** What is changed of an organization as it goes on: its slug stays, and its name changes with its history. */
export const organizationDetails = organizationContent.omit({ slug: true, name: true });
export type OrganizationContent = z.output<typeof organizationContent>;

export const categoryContent = z.strictObject({
  slug,
  name: localized(line(LIMITS.title)),
  description: localized(line(LIMITS.shortText)).nullable().default(null),
});
export type CategoryContent = z.output<typeof categoryContent>;

export const territoryContent = z
  .strictObject({
    slug,
    name: localized(line(LIMITS.title)),
    level: z.enum(TERRITORY_LEVELS),
    ruianCode: ruianCode.nullable().default(null),
    nutsCode: nutsCode.nullable().default(null),
    parent: reference.nullable().default(null),
  })
  .refine((territory) => territory.level !== 'MUNICIPALITY' || territory.ruianCode !== null, {
    ...rule('a municipality must have a RÚIAN code'),
    path: ['ruianCode'],
  })
  .refine((territory) => territory.level === 'MUNICIPALITY' || territory.nutsCode !== null, {
    ...rule('a state or a region must have a NUTS code'),
    path: ['nutsCode'],
  });
export type TerritoryContent = z.output<typeof territoryContent>;
