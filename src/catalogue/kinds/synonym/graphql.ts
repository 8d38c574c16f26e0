import { builder } from '../../../graphql/builder.ts';
import { LocalizedInterface, served } from '../../../graphql/localized.ts';
import { useInputType } from '../../../graphql/zodInput.ts';
import { CatalogueEntryRef } from '../../graphql/catalogueEntry.ts';
import { addContentMutations } from '../../graphql/editorial/contentMutations.ts';
import { addEntryQueries } from '../../graphql/entryFields.ts';
import { defineEntryFilter } from '../../graphql/entryFilter.ts';
import { loadEntries } from '../../graphql/entryLoader.ts';
import { term } from '../../terms.ts';
import {
  type SYNONYM_DIRECTIONS,
  type SYNONYM_NATURES,
  type SynonymContent,
  synonymContent,
  synonymDirection,
  synonymNature,
} from './content.ts';

type Nature = (typeof SYNONYM_NATURES)[number];
type Direction = (typeof SYNONYM_DIRECTIONS)[number];

const SynonymNatureEnum = builder.enumType('SynonymNature', {
  description: 'What the terms of a synonym are.',
  values: {
    EVERYDAY_WORD: { description: 'Words that people use in place of the official ones.' },
    ABBREVIATION: { description: 'Abbreviations.' },
  } satisfies Record<Nature, object>,
});

const SynonymDirectionEnum = builder.enumType('SynonymDirection', {
  description: 'Which words of a synonym lead to which.',
  values: {
    ONE_WAY: { description: 'The terms lead to the expansions only.' },
    TWO_WAY: { description: 'Terms and expansions lead to each other.' },
  } satisfies Record<Direction, object>,
});

const card = (row: { card: unknown }) => row.card as SynonymContent;

export const SynonymRef = builder.prismaNode('LiveEntry', {
  variant: 'Synonym',
  description:
    'Words that search takes for the same, and answers that it puts first. For editors: readers never meet it.',
  interfaces: [CatalogueEntryRef, LocalizedInterface],
  select: { id: true, kind: true, title: true },
  id: { field: 'id' },
  fields: (t) => ({
    nature: t.field({
      type: SynonymNatureEnum,
      description: 'What the terms are.',
      select: { card: true },
      resolve: (row) => card(row).nature,
    }),
    direction: t.field({
      type: SynonymDirectionEnum,
      description: 'Which words lead to which.',
      select: { card: true },
      resolve: (row) => card(row).direction,
    }),
    terms: t.stringList({
      description: 'Words that people type.',
      select: { card: true },
      resolve: (row, _args, context, info) => served<string[]>(card(row).terms, context, info).value,
    }),
    expansions: t.stringList({
      description: 'Words that are looked for too.',
      select: { card: true },
      resolve: (row, _args, context, info) => served<string[]>(card(row).expansions, context, info).value,
    }),
    pinned: t.field({
      type: [CatalogueEntryRef],
      description: 'Entries that are put first, as far as the reader may see them.',
      select: { card: true },
      resolve: (row, _args, context, info) => loadEntries(card(row).pinned, context, info),
    }),
  }),
});

interface SynonymConditions {
  natures?: Nature[] | null;
  directions?: Direction[] | null;
}

addEntryQueries({
  kind: 'synonym',
  type: SynonymRef,
  singular: 'synonym',
  plural: 'synonyms',
  noun: { one: 'synonym', many: 'synonyms' },
  filter: defineEntryFilter<SynonymConditions>(
    'SynonymFilter',
    'Which synonyms to list; all the conditions given hold together.',
    (t) => ({
      natures: t.field({ type: [SynonymNatureEnum], description: 'Of one of these natures.' }),
      directions: t.field({ type: [SynonymDirectionEnum], description: 'Of one of these directions.' }),
    }),
    ({ natures, directions }) => [
      natures?.map((nature) => term('nature', nature)),
      directions?.map((direction) => term('direction', direction)),
    ],
  ),
});

useInputType(synonymNature, SynonymNatureEnum);
useInputType(synonymDirection, SynonymDirectionEnum);
addContentMutations({ kind: 'synonym', typeName: 'Synonym', noun: 'a synonym', content: synonymContent });
