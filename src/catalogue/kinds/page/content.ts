import { z } from 'zod';
import { LIMITS, localized, text } from '../../../kernel/fields.ts';
import { commonContent, link, sources } from '../common.ts';

/** FACTS about the Portal, GUIDANCE on a topic, or a collection of LINKS. */
export const PAGE_TOPICS = ['FACTS', 'GUIDANCE', 'LINKS'] as const;

/** A page of guidance, facts or useful links; its body is the long text. */
export const pageContent = commonContent.extend({
  topic: z.enum(PAGE_TOPICS),
  facts: z
    .array(z.strictObject({ statement: localized(text(LIMITS.note)), sources }))
    .max(50)
    .default([]),
  links: z.array(link).max(50).default([]),
});
export type PageContent = z.output<typeof pageContent>;
