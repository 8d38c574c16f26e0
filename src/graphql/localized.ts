/** Localised texts in the schema. */
import type { GraphQLResolveInfo } from 'graphql';
import { type Localized, type Served, serve, servedValue } from '../kernel/locale.ts';
import { builder } from './builder.ts';
import { type Context, localeAt } from './context.ts';

/** What is served of `texts` at the field being resolved. */
export function served<T>(texts: unknown, context: Context, info: GraphQLResolveInfo): Served<T> {
  return serve(texts as Localized<T>, localeAt(context, info));
}

/** The text to serve at the field being resolved; null when there are no texts. */
export function textOf(texts: unknown, context: Context, info: GraphQLResolveInfo): string | null {
  return texts ? requiredTextOf(texts, context, info) : null;
}

/** The text to serve of texts that are always there. */
export function requiredTextOf(texts: unknown, context: Context, info: GraphQLResolveInfo): string {
  return servedValue(texts as Localized, localeAt(context, info));
}

/** A row whose main text, by which it is known, is its title or its name. */
type Known = { readonly title: unknown } | { readonly name: unknown };

const mainText = (row: Known) => ('title' in row ? row.title : row.name);

/** Something whose main text is served in one language. */
export const LocalizedInterface = builder.interfaceRef<Known>('Localized').implement({
  description: 'Something with texts in several languages, answered in the one that serves the reader best.',
  fields: (t) => ({
    servedLocale: t.field({
      type: 'Locale',
      description: 'Language that the title or the name is answered in.',
      resolve: (row, _args, context, info) => served(mainText(row), context, info).locale,
    }),
    isFallback: t.boolean({
      description: 'Whether the served language is another one than asked for, because there is no text in that one.',
      resolve: (row, _args, context, info) => served(mainText(row), context, info).isFallback,
    }),
    availableLocales: t.field({
      type: ['Locale'],
      description: 'Languages that there is a title or a name in.',
      resolve: (row) => Object.keys(mainText(row) as object),
    }),
  }),
});

export const asOfArgument = {
  description:
    'Answers with what was published at this instant; organizations, categories and territories as they are now.',
} as const;

export const localeArgument = {
  description: 'Language of the texts in this answer; by default the one of the Accept-Language header.',
} as const;
