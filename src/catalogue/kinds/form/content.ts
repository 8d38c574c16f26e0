import { z } from 'zod';
import { actCode, agendaCode, httpsUrl, LIMITS, line, localized, serviceCode } from '../../../kernel/fields.ts';
import { commonContent, requiredLevel } from '../common.ts';

export const FORM_TECHNOLOGIES = ['EASY_FORMS', 'WEB_FORM', 'PDF', 'ZFO_602XML'] as const;

/** DEPLOYED on the Portal itself, or LINKED to the body's own portal. */
export const FORM_DEPLOYMENTS = ['DEPLOYED', 'LINKED'] as const;

export const FORM_FILLERS = ['CITIZEN', 'BUSINESS', 'PUBLIC_AUTHORITY'] as const;

/** A form that a person fills in and sends to an authority. */
export const formContent = commonContent.extend({
  formId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,49}$/, 'must be a form identifier such as DEMO-0001'),
  formVersion: z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.]{0,19}$/, 'must be a version such as 1.0'),
  technology: z.enum(FORM_TECHNOLOGIES),
  deployment: z.enum(FORM_DEPLOYMENTS),
  deepLink: httpsUrl,
  agendaCode: agendaCode.nullable().default(null),
  serviceCode: serviceCode.nullable().default(null),
  actCode: actCode.nullable().default(null),
  /** Performed in delegated powers: RPP `typ působnosti` = `PRENESENA_PUS`. */
  delegatedPowers: z.boolean().default(false),
  filledInBy: z.array(z.enum(FORM_FILLERS)).min(1, 'must name at least one group').default(['CITIZEN']),
  requiredLevel,
  processingTime: z
    .strictObject({
      days: z.int().min(0).max(3_650).nullable().default(null),
      note: localized(line(LIMITS.shortText)).optional(),
    })
    .nullable()
    .default(null),
  fee: z
    .strictObject({ amountCzk: z.int().min(0).max(10_000_000), note: localized(line(LIMITS.shortText)).optional() })
    .nullable()
    .default(null),
  attachments: z
    .array(z.strictObject({ title: localized(line(LIMITS.name)), isRequired: z.boolean() }))
    .max(30, 'must have at most 30 attachments')
    .default([]),
});
export type FormContent = z.output<typeof formContent>;
