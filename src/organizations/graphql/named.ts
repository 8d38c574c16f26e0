/** What organizations, categories and territories have in common. */
import { builder } from '../../graphql/builder.ts';
import { LocalizedInterface, requiredTextOf } from '../../graphql/localized.ts';

export const NamedInterface = builder.interfaceRef<{ slug: string; name: unknown }>('Named').implement({
  description: 'Reference data with a name: always shown as it is now, also in older versions of content.',
  interfaces: [LocalizedInterface],
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Human-readable identifier for addresses, unique in its type.' }),
    name: t.string({
      description: 'Name.',
      resolve: ({ name }, _args, context, info) => requiredTextOf(name, context, info),
    }),
  }),
});
