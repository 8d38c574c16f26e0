import { z } from 'zod';
import { LIMITS, line, localized, serviceCode } from '../../../kernel/fields.ts';
import { rule } from '../../messages.ts';
import { commonContent, requiredLevel } from '../common.ts';

/** Central shared services that a body's system can be connected through. */
export const DATA_VIEW_CONNECTIONS = ['CMS_2_0', 'EGSB', 'OTHER_SHARED_SERVICE'] as const;

export const dataViewLink = z.enum(DATA_VIEW_CONNECTIONS);

/** Data of a body's information system, shown to the person whom they concern. */
export const dataViewContent = commonContent.extend({
  shownData: z
    .array(localized(line(LIMITS.name)))
    .min(1, rule('must name at least one kind of data'))
    .max(50)
    .describe('What is shown.'),
  sourceSystem: localized(line(LIMITS.name)).describe('The information system that the data come from.'),
  connectedThrough: dataViewLink.describe('The central shared service that the system is connected through.'),
  serviceCode: serviceCode
    .nullable()
    .default(null)
    .describe('Service in the Register of Rights and Obligations (RPP), such as S123.'),
  requiredLevel,
});
export type DataViewContent = z.output<typeof dataViewContent>;
