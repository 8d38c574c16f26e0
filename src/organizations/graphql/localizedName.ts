/** Fields of reference data that have a name in several languages. */
import { builder } from '../../graphql/builder.ts';
import { LocalizedInterface, requiredTextOf, served } from '../../graphql/localized.ts';

export const NamedInterface = builder.interfaceRef<{ slug: string; name: unknown }>('Named').implement({
  description: 'Reference data with a name: always shown as it is now, also in older versions of content.',
  interfaces: [LocalizedInterface],
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Human-readable identifier for addresses, unique in its type.' }),
    name: t.string({ description: 'Name.', resolve: ({ name }, _args, context, info) => requiredTextOf(name, context, info) }),
    servedLocale: t.field({
      type: 'Locale',
      description: 'Language that the name is answered in.',
      resolve: ({ name }, _args, context, info) => served(name, context, info).locale,
    }),
    isFallback: t.boolean({
      description: 'Whether the name is in another language than asked for.',
      resolve: ({ name }, _args, context, info) => served(name, context, info).isFallback,
    }),
    availableLocales: t.field({
      type: ['Locale'],
      description: 'Languages that there is a name in.',
      resolve: ({ name }) => Object.keys(name as object),
    }),
  }),
});
