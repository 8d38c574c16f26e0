import { z } from 'zod';
import { code, LIMITS, line, localized, reference, text } from '../../../kernel/fields.ts';
import { rule } from '../../messages.ts';
import { commonContent, link } from '../common.ts';

/** Something that an applicant must have before a type of cooperation is open to it. */
export const requirementContent = commonContent.extend({
  code: code.describe('Stable code, such as OWN_PORTAL_ON_NIA.'),
  position: z.int().min(1).max(1_000).describe("Place among the requirements, as in the document's table, from 1."),
  question: localized(line(LIMITS.shortText)).optional().describe('What an applicant is asked about it.'),
  implies: z
    .array(reference)
    .max(50, rule('must imply at most {max} requirements', { max: 50 }))
    .default([])
    .describe('Requirements that whoever meets this one meets too.'),
  howToMeet: localized(text(LIMITS.longText)).describe('What to do in order to meet it, in Markdown.'),
  howVerified: localized(text(LIMITS.longText)).describe('How it is verified, in Markdown.'),
  verifiedBy: localized(line(LIMITS.name)).describe('Who verifies it.'),
  links: z.array(link).max(30).default([]).describe('Where to read more.'),
});
export type RequirementContent = z.output<typeof requirementContent>;
