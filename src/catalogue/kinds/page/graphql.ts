import { builder } from '../../../graphql/builder.ts';
import { LocalizedInterface, requiredTextOf } from '../../../graphql/localized.ts';
import { useInputType } from '../../../graphql/zodInput.ts';
import { CatalogueEntryRef } from '../../graphql/catalogueEntry.ts';
import { addContentMutations } from '../../graphql/editorial/contentMutations.ts';
import { addEntryQueries } from '../../graphql/entryFields.ts';
import { defineEntryFilter } from '../../graphql/entryFilter.ts';
import { LinkRef, SourceRef } from '../../graphql/shared.ts';
import { term } from '../../terms.ts';
import { type PAGE_TOPICS, type PageContent, pageContent, pageTopic } from './content.ts';

type PageTopic = (typeof PAGE_TOPICS)[number];

const PageTopicEnum = builder.enumType('PageTopic', {
  description: 'What a page is about.',
  values: {
    FACTS: { description: 'Facts, each with its source.' },
    GUIDANCE: { description: 'Guidance on how to do something.' },
    LINKS: { description: 'Useful links.' },
  } satisfies Record<PageTopic, object>,
});

const FactRef = builder.objectRef<PageContent['facts'][number]>('Fact').implement({
  description: 'A statement with its sources.',
  fields: (t) => ({
    statement: t.string({
      description: 'What is stated.',
      resolve: ({ statement }, _args, context, info) => requiredTextOf(statement, context, info),
    }),
    sources: t.expose('sources', { type: [SourceRef], description: 'Where it is stated.' }),
  }),
});

const body = (row: { body: unknown }) => row.body as PageContent;

export const PageRef = builder.prismaNode('LiveEntry', {
  variant: 'Page',
  description: 'A page of guidance, facts or useful links. Its body is `longText`.',
  interfaces: [CatalogueEntryRef, LocalizedInterface],
  select: { id: true, kind: true, title: true },
  id: { field: 'id' },
  fields: (t) => ({
    topic: t.field({
      type: PageTopicEnum,
      description: 'What the page is about.',
      select: { card: true },
      resolve: ({ card }) => (card as unknown as PageContent).topic,
    }),
    facts: t.field({
      type: [FactRef],
      description: 'Facts that the page states.',
      select: { body: true },
      resolve: (row) => body(row).facts,
    }),
    links: t.field({
      type: [LinkRef],
      description: 'Addresses that the page recommends.',
      select: { body: true },
      resolve: (row) => body(row).links,
    }),
  }),
});

interface PageConditions {
  topics?: PageTopic[] | null;
}

addEntryQueries({
  kind: 'page',
  type: PageRef,
  singular: 'page',
  plural: 'pages',
  noun: { one: 'page', many: 'pages' },
  filter: defineEntryFilter<PageConditions>(
    'PageFilter',
    'Which pages to list; all the conditions given hold together.',
    (t) => ({ topics: t.field({ type: [PageTopicEnum], description: 'About one of these.' }) }),
    ({ topics }) => [topics?.map((topic) => term('topic', topic))],
  ),
});

useInputType(pageTopic, PageTopicEnum);
addContentMutations({ kind: 'page', typeName: 'Page', noun: 'a page', content: pageContent });
