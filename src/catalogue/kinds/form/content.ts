import { z } from 'zod';
import { actCode, agendaCode, httpsUrl, LIMITS, line, localized, serviceCode } from '../../../kernel/fields.ts';
import { rule } from '../../messages.ts';
import { commonContent, requiredLevel } from '../common.ts';

export const FORM_TECHNOLOGIES = ['EASY_FORMS', 'WEB_FORM', 'PDF', 'ZFO_602XML'] as const;

/** DEPLOYED on the Portal itself, or LINKED to the body's own portal. */
export const FORM_DEPLOYMENTS = ['DEPLOYED', 'LINKED'] as const;

export const FORM_FILLERS = ['CITIZEN', 'BUSINESS', 'PUBLIC_AUTHORITY'] as const;

export const formTechnology = z.enum(FORM_TECHNOLOGIES);
export const formDeployment = z.enum(FORM_DEPLOYMENTS);
export const formFiller = z.enum(FORM_FILLERS);

/** A form that a person fills in and sends to an authority. */
export const formContent = commonContent.extend({
  formId: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,49}$/, rule('must be a form identifier such as DEMO-0001'))
    .describe('Identifier of the form.'),
  formVersion: z
    .string()
    .regex(/^[0-9A-Za-z][0-9A-Za-z.]{0,19}$/, rule('must be a version such as 1.0'))
    .describe('Version of the form itself.'),
  technology: formTechnology.describe('What the form is made with.'),
  deployment: formDeployment.describe('Where the form is filled in.'),
  deepLink: httpsUrl.describe('Address of the form itself.'),
  agendaCode: agendaCode
    .nullable()
    .default(null)
    .describe('Agenda in the Register of Rights and Obligations (RPP), such as A1046.'),
  serviceCode: serviceCode.nullable().default(null).describe('Service in the RPP, such as S123.'),
  actCode: actCode.nullable().default(null).describe('Act of a service in the RPP, such as U1234.'),
  /** RPP `typ působnosti` = `PRENESENA_PUS`. */
  inDelegatedPowers: z
    .boolean()
    .default(false)
    .describe('Whether the act is performed in delegated powers (přenesená působnost).'),
  filledInBy: z
    .array(formFiller)
    .min(1, rule('must name at least one group'))
    .default(['CITIZEN'])
    .describe('Who fills the form in; citizens when left out.'),
  requiredLevel,
  processingTime: z
    .strictObject({
      days: z.int().min(0).max(3_650).nullable().default(null).describe('Calendar days, where a number can be given.'),
      note: localized(line(LIMITS.shortText)).optional().describe('What the time depends on.'),
    })
    .nullable()
    .default(null)
    .describe('How long the authority takes, where it is known.'),
  fee: z
    .strictObject({
      amountCzk: z.int().min(0).max(10_000_000).describe('Amount in Czech crowns; 0 when it is free of charge.'),
      note: localized(line(LIMITS.shortText)).optional().describe('What the fee depends on.'),
    })
    .nullable()
    .default(null)
    .describe('What it costs, where it is known.'),
  attachments: z
    .array(
      z
        .strictObject({
          title: localized(line(LIMITS.name)).describe('What it is.'),
          isRequired: z.boolean().describe('Whether the form is incomplete without it.'),
        })
        .describe('Something to be enclosed with a form.'),
    )
    .max(30, rule('must have at most {max} attachments', { max: 30 }))
    .default([])
    .describe('What is enclosed with the form.'),
});
export type FormContent = z.output<typeof formContent>;
