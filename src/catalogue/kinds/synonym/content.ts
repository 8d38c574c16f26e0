import { z } from 'zod';
import { keywords, reference } from '../../../kernel/fields.ts';
import { broken, type Message } from '../../../kernel/message.ts';
import { rule, say } from '../../messages.ts';
import { commonContent } from '../common.ts';

/** A word that people use in place of the official one, or an abbreviation. */
export const SYNONYM_NATURES = ['EVERYDAY_WORD', 'ABBREVIATION'] as const;

/** Whether only the terms lead to the expansions, or each to the other. */
export const SYNONYM_DIRECTIONS = ['ONE_WAY', 'TWO_WAY'] as const;

export const synonymNature = z.enum(SYNONYM_NATURES);
export const synonymDirection = z.enum(SYNONYM_DIRECTIONS);

const fields = commonContent.extend({
  nature: synonymNature.describe('What the terms are.'),
  direction: synonymDirection
    .default('ONE_WAY')
    .describe('Whether only the terms lead to the expansions, or each to the other; ONE_WAY when left out.'),
  terms: keywords.describe('Words that people type, such as občanka; 50 at the most in a language.'),
  expansions: keywords.describe('Official words that are looked for too, such as občanský průkaz.'),
  pinned: z
    .array(reference)
    .max(10, rule('must have at most {max} pinned answers', { max: 10 }))
    .default([])
    .describe('Entries to be put first, in this order, when somebody looks for exactly one of the terms.'),
});

/**
 * What search takes for the same: content like any other, edited and published by the same workflow, but for the search
 * engine to read and not for citizens. Title and short text are for editors.
 */
export const synonymContent = fields.check(({ value, issues }) => {
  const locales = Object.keys(value.terms).filter((locale) => (value.terms[locale] ?? []).length > 0);
  const tell = (path: string[], message: Message) => issues.push({ ...broken(message), path, input: value });
  if (locales.length === 0) tell(['terms'], say('must have at least one term'));
  if (value.pinned.length > 0) return;
  for (const locale of locales) {
    if ((value.expansions[locale] ?? []).length > 0) continue;
    tell(
      ['expansions', locale],
      say('must say what the terms in {locale} mean, unless answers are pinned', { locale }),
    );
  }
});
export type SynonymContent = z.output<typeof synonymContent>;
