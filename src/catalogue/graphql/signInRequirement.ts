/** What sign-in an entry asks for, and where a reader gets it. */
import { builder } from '../../graphql/builder.ts';
import { LevelOfAssuranceEnum } from '../../identity/graphql/levelOfAssurance.ts';
import { reaches, stepUpUrl } from '../../kernel/levels.ts';
import type { LevelOfAssurance } from '../../kernel/viewer.ts';
import { CatalogueEntryRef } from './catalogueEntry.ts';

const SignInRequirementRef = builder.objectRef<LevelOfAssurance>('SignInRequirement').implement({
  description: 'The level of assurance that an entry asks for, and whether the viewer has signed in at it.',
  fields: (t) => ({
    requiredLevel: t.field({
      type: LevelOfAssuranceEnum,
      description: 'The level that it asks for, or a higher one.',
      resolve: (required) => required,
    }),
    satisfied: t.boolean({
      description: 'Whether the viewer has signed in at that level.',
      resolve: (required, _args, { viewer }) => reaches(viewer.level, required),
    }),
    stepUpUrl: t.string({
      nullable: true,
      description:
        'Path of this service where the viewer signs in at that level; add `&returnTo=` and the path to come back to. ' +
        'Null when they have.',
      resolve: (required, _args, { viewer }) => (reaches(viewer.level, required) ? null : stepUpUrl(required)),
    }),
  }),
});

builder.prismaInterfaceField(CatalogueEntryRef, 'signIn', (t) =>
  t.field({
    type: SignInRequirementRef,
    nullable: true,
    description: 'What sign-in it asks for; null when it asks for none.',
    select: { card: true },
    resolve: ({ card }) => (card as { requiredLevel?: LevelOfAssurance | null }).requiredLevel ?? null,
  }),
);
