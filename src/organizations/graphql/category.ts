import { builder } from '../../graphql/builder.ts';
import { connectionTypes } from '../../graphql/connection.ts';
import { chooseLocale } from '../../graphql/context.ts';
import { LocalizedInterface, localeArgument, textOf } from '../../graphql/localized.ts';
import { listByName } from '../reads/listByName.ts';
import type { Category } from '../referenceData.ts';
import { NamedInterface } from './named.ts';

export const CategoryRef = builder.objectRef<Category>('Category');

builder.node(CategoryRef, {
  description: 'A theme that entries are sorted into, such as transport or housing.',
  interfaces: [NamedInterface, LocalizedInterface],
  id: { resolve: ({ id }) => id },
  fields: (t) => ({
    description: t.string({
      nullable: true,
      description: 'What belongs to the theme.',
      resolve: ({ description }, _args, context, info) => textOf(description, context, info),
    }),
  }),
});

builder.queryFields((t) => ({
  category: t.field({
    authScopes: { may: 'entry.readPublic' },
    type: CategoryRef,
    nullable: true,
    description: 'The category with the given slug; null when there is none.',
    args: {
      slug: t.arg.string({ required: true, description: 'Slug of the category.' }),
      locale: t.arg({ type: 'Locale', ...localeArgument }),
    },
    resolve: async (_root, { slug, locale }, context, info) => {
      chooseLocale(context, info, locale);
      const categories = await context.references.categories();
      return [...categories.values()].find((category) => category.slug === slug) ?? null;
    },
  }),
  categories: t.connection(
    {
      authScopes: { may: 'entry.readPublic' },
      type: CategoryRef,
      nullable: true,
      description: 'Categories in the Czech order of their names.',
      args: { locale: t.arg({ type: 'Locale', ...localeArgument }) },
      resolve: (_root, { locale, ...page }, context, info) => {
        chooseLocale(context, info, locale);
        return listByName(context.live.category, page, {});
      },
    },
    ...connectionTypes('Category', 'categories'),
  ),
}));
