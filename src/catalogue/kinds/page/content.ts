import { z } from 'zod';
import { LIMITS, localized, text } from '../../../kernel/fields.ts';
import { commonContent, link, sources } from '../common.ts';

/** FACTS about the Portal, GUIDANCE on a topic, or a collection of LINKS. */
export const PAGE_TOPICS = ['FACTS', 'GUIDANCE', 'LINKS'] as const;

export const pageTopic = z.enum(PAGE_TOPICS);

const fact = z
  .strictObject({
    statement: localized(text(LIMITS.note)).describe('What is stated.'),
    sources: sources.describe('Where it is stated.'),
  })
  .describe('A statement with its sources.');

/** A page of guidance, facts or useful links; its body is the long text. */
export const pageContent = commonContent.extend({
  topic: pageTopic.describe('What the page is about.'),
  facts: z.array(fact).max(50).default([]).describe('Facts that the page states.'),
  links: z.array(link).max(50).default([]).describe('Addresses that the page recommends.'),
});
export type PageContent = z.output<typeof pageContent>;
