/** A person as they see themselves. */
import type { Person } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, chooseLocale } from '../../graphql/context.ts';
import { localeArgument } from '../../graphql/localized.ts';
import { LevelOfAssuranceEnum } from '../../identity/graphql/levelOfAssurance.ts';
import { ownPins } from '../reads/ownPins.ts';
import { PinRef } from './pin.ts';

/** The viewer's own record; null for who has none. */
export async function ownRecord({ runner, viewer }: Context): Promise<Person | null> {
  const { personId } = viewer;
  return personId ? runner.database.person.findUnique({ where: { id: personId } }) : null;
}

export const MeRef = builder.objectRef<Person>('Me').implement({
  description: 'Whoever has signed in, as they alone see themselves.',
  fields: (t) => ({
    name: t.string({
      nullable: true,
      description:
        'Name to greet them by, from their session; it is kept nowhere else. Null when the issuer gave none.',
      resolve: (_me, _args, { viewer }) => viewer.displayName?.() ?? null,
    }),
    level: t.field({
      type: LevelOfAssuranceEnum,
      nullable: true,
      description: 'How sure it is who has signed in; null where the issuer has no levels.',
      resolve: (_me, _args, { viewer }) => viewer.level ?? null,
    }),
    consentAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When they consented to keeping their pins; null when they have not.',
      resolve: ({ consentAt }) => consentAt,
    }),
    pins: t.field({
      type: [PinRef],
      description: 'Tiles and forms that they keep at hand, in their own order, as far as they may see them now.',
      resolve: (_me, _args, context) => ownPins(context),
    }),
  }),
});

builder.queryField('me', (t) =>
  t.field({
    authScopes: { may: 'entry.readPublic' },
    type: MeRef,
    nullable: true,
    description: 'The person who has signed in; null for anybody else.',
    args: { locale: t.arg({ type: 'Locale', ...localeArgument }) },
    resolve: (_root, { locale }, context, info) => {
      chooseLocale(context, info, locale);
      return ownRecord(context);
    },
  }),
);
