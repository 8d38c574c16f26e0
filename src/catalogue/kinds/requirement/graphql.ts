import { builder } from '../../../graphql/builder.ts';
import { LocalizedInterface, requiredTextOf, served, textOf } from '../../../graphql/localized.ts';
import { CatalogueEntryRef } from '../../graphql/catalogueEntry.ts';
import { addContentMutations } from '../../graphql/editorial/contentMutations.ts';
import { addEntryQueries } from '../../graphql/entryFields.ts';
import { defineEntryFilter } from '../../graphql/entryFilter.ts';
import { loadEntries } from '../../graphql/entryLoader.ts';
import { RichTextRef } from '../../graphql/richText.ts';
import { LinkRef } from '../../graphql/shared.ts';
import { term } from '../../terms.ts';
import { type RequirementContent, requirementContent } from './content.ts';

const body = (row: { body: unknown }) => row.body as RequirementContent;

export const RequirementRef = builder.prismaNode('LiveEntry', {
  variant: 'Requirement',
  description: 'Something that an applicant must have before a type of cooperation is open to it.',
  interfaces: [CatalogueEntryRef, LocalizedInterface],
  select: { id: true, kind: true, title: true, card: true },
  id: { field: 'id' },
  fields: (t) => ({
    code: t.string({
      description: 'Stable code, such as OWN_PORTAL_ON_NIA.',
      resolve: ({ card }) => (card as unknown as RequirementContent).code,
    }),
    question: t.string({
      nullable: true,
      description: 'What an applicant is asked about it.',
      resolve: ({ card }, _args, context, info) =>
        textOf((card as unknown as RequirementContent).question, context, info),
    }),
    howToMeet: t.field({
      type: RichTextRef,
      description: 'What to do in order to meet it.',
      select: { body: true },
      resolve: (row, _args, context, info) => served<string>(body(row).howToMeet, context, info),
    }),
    howVerified: t.field({
      type: RichTextRef,
      description: 'How it is verified.',
      select: { body: true },
      resolve: (row, _args, context, info) => served<string>(body(row).howVerified, context, info),
    }),
    verifiedBy: t.string({
      description: 'Who verifies it.',
      resolve: ({ card }, _args, context, info) =>
        requiredTextOf((card as unknown as RequirementContent).verifiedBy, context, info),
    }),
    links: t.field({
      type: [LinkRef],
      description: 'Where to read more.',
      select: { body: true },
      resolve: (row) => body(row).links,
    }),
  }),
});

// Apart from the others: its type is the one that it belongs to.
builder.prismaObjectField(RequirementRef, 'implies', (t) =>
  t.field({
    type: [RequirementRef],
    description: 'Requirements that whoever meets this one meets too.',
    select: { card: true },
    resolve: ({ card }, _args, context, info) =>
      loadEntries((card as unknown as RequirementContent).implies ?? [], context, info),
  }),
);

interface RequirementConditions {
  codes?: string[] | null;
}

addEntryQueries({
  kind: 'requirement',
  type: RequirementRef,
  singular: 'requirement',
  plural: 'requirements',
  noun: { one: 'requirement', many: 'requirements' },
  filter: defineEntryFilter<RequirementConditions>(
    'RequirementFilter',
    'Which requirements to list; all the conditions given hold together.',
    (t) => ({ codes: t.stringList({ description: 'With one of these codes.' }) }),
    ({ codes }) => [codes?.map((code) => term('code', code))],
  ),
});

addContentMutations({
  kind: 'requirement',
  typeName: 'Requirement',
  noun: 'a requirement',
  content: requirementContent,
});
