import { z } from 'zod';
import { code, LIMITS, line, localized, text } from '../../../kernel/fields.ts';
import { commonContent, link } from '../common.ts';

/** Something that an applicant must have before a type of cooperation is open to it. */
export const requirementContent = commonContent.extend({
  code,
  /** Place among the requirements, as in the document's table, from 1. */
  position: z.int().min(1).max(1_000),
  howToMeet: localized(text(LIMITS.longText)),
  howVerified: localized(text(LIMITS.longText)),
  verifiedBy: localized(line(LIMITS.name)),
  links: z.array(link).max(30).default([]),
});
export type RequirementContent = z.output<typeof requirementContent>;
