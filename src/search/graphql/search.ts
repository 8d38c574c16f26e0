/** Looking for entries and organizations by words. */
import type { GraphQLResolveInfo } from 'graphql';
import { audiencesOf } from '../../catalogue/reads/visibility.ts';
import { builder } from '../../graphql/builder.ts';
import { type Connection, DEFAULT_PAGE, MAX_PAGE } from '../../graphql/connection.ts';
import { type Context, chooseLocale, localeAt } from '../../graphql/context.ts';
import { costs } from '../../graphql/limits/cost.ts';
import { localeArgument } from '../../graphql/localized.ts';
import type { FacetName, SearchAnswer, SearchRequest } from '../engine.ts';
import { checkedQuery, hitCursors, hitPage, MAX_QUERY } from '../searchQuery.ts';
import { type Facet, FacetRef, facetsOf, SearchFacetEnum } from './facets.ts';
import { type Found, readFound, SearchResultRef } from './found.ts';
import { type Highlight, HighlightRef, highlightsOf } from './highlight.ts';
import { engineFilter, type SearchConditions, SearchFilterInput } from './searchFilter.ts';

/** Where in the answer the rows stand. */
const PATHS = [['nodes'], ['edges', 'node']];

interface SearchConnection extends Connection<Found> {
  readonly edges: (Connection<Found>['edges'][number] & { readonly highlights: () => Highlight[] })[];
  readonly facets: readonly Facet[];
  readonly correctedQuery: string | null;
  readonly degraded: boolean;
}

const SearchEdge = builder.edgeObject({
  type: SearchResultRef,
  name: 'SearchEdge',
  description: 'Something that was found, with its place among the hits.',
  fields: (t) => ({
    highlights: t.field({
      type: [HighlightRef],
      description:
        'Its texts with the words marked that were looked for, whatever their endings; none where none is in them.',
      resolve: (edge) => (edge as unknown as SearchConnection['edges'][number]).highlights(),
    }),
  }),
});

const SearchConnectionRef = builder.connectionObject(
  {
    type: SearchResultRef,
    name: 'SearchConnection',
    description:
      'A page of what was found, best first. Found is what has all of the words, or some of them and one in its name (title, keywords, ' +
      'codes); what has some in its texts alone fills up where there are few others. `totalCount` and the facets count the same.',
    fields: (t) => ({
      facets: t.field({
        type: [FacetRef],
        ...costs({ size: 0 }),
        description: 'The counts that were asked for, of all that was found.',
        resolve: (found) => [...(found as unknown as SearchConnection).facets],
      }),
      correctedQuery: t.string({
        nullable: true,
        description: 'The query as it was probably meant, when nothing was found as it stands ("did you mean").',
        resolve: (found) => (found as unknown as SearchConnection).correctedQuery,
      }),
      degraded: t.boolean({
        description:
          'Whether the spare index answered, because the chosen engine does not, or the index is not filled yet: the order may be another ' +
          'one, and something may be missing.',
        resolve: (found) => (found as unknown as SearchConnection).degraded,
      }),
    }),
  },
  SearchEdge,
);

interface SearchArguments {
  readonly query: string;
  readonly filter?: SearchConditions | null | undefined;
  readonly facets?: readonly FacetName[] | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

builder.queryField('search', (t) =>
  t.field({
    authScopes: { may: 'entry.readPublic' },
    type: SearchConnectionRef,
    nullable: true,
    ...costs({ base: 10 }),
    description:
      'Entries and organizations that the words are about, best first. Diacritics, endings and small typing errors do not matter; the ' +
      'last word may be unfinished.',
    args: {
      query: t.arg.string({
        required: true,
        description: `The words to look for, ${MAX_QUERY} characters at the most.`,
      }),
      filter: t.arg({ type: SearchFilterInput, description: 'What to look among; everything when left out.' }),
      facets: t.arg({ type: [SearchFacetEnum], description: 'What to count; nothing when left out.' }),
      locale: t.arg({ type: 'Locale', ...localeArgument }),
      first: t.arg.int({ description: `How many, 1 to ${MAX_PAGE}; ${DEFAULT_PAGE} when left out.` }),
      after: t.arg.string({ description: 'Cursor after which the page starts.' }),
    },
    resolve: (_root, { locale, ...args }, context, info) => {
      chooseLocale(context, info, locale);
      return find(args, context, info) as never;
    },
  }),
);

async function find(args: SearchArguments, context: Context, info: GraphQLResolveInfo): Promise<SearchConnection> {
  const query = checkedQuery('query', args.query);
  const filter = await engineFilter(args.filter, context);
  const asked = { query, filter, locale: localeAt(context, info) };
  const { offset, size } = hitPage(asked, args.first ?? DEFAULT_PAGE, args.after, MAX_PAGE);
  const facets = args.facets ?? [];
  const request: SearchRequest = { ...asked, audiences: audiencesOf(context.viewer), facets, offset, limit: size };
  const answer = await context.search.find(request);
  if (answer.total === 0 && Object.keys(filter).length === 0) {
    context.search.misses.record(query);
    // Each time that somebody looks in vain counts.
    context.uses.forbid();
  }
  return {
    ...(await pageOf(answer, request, context, info)),
    totalCount: async () => answer.total,
    totalCountIsExact: async () => true,
    facets: await facetsOf(facets, answer.facets, context),
    correctedQuery: answer.correctedQuery,
    degraded: answer.degraded,
  };
}

/** The hits of an answer as they are now. What the viewer may not see any more is left out; the others keep their places. */
async function pageOf(answer: SearchAnswer, request: SearchRequest, context: Context, info: GraphQLResolveInfo) {
  const rows = await readFound(answer.hits, PATHS, context, info);
  const { query, filter, locale, offset } = request;
  const cursorOf = hitCursors({ query, filter, locale });
  const edges = answer.hits.flatMap(({ id }, place) => {
    const node = rows.get(id);
    if (!node) return [];
    return [
      {
        node,
        // Made for who asks for them.
        get cursor() {
          return cursorOf(offset + place);
        },
        highlights: () => highlightsOf(node, answer.marks, context, info),
      },
    ];
  });
  const last = answer.hits.length - 1;
  const pageInfo = {
    hasNextPage: offset + answer.hits.length < answer.total,
    hasPreviousPage: offset > 0,
    get startCursor() {
      return last < 0 ? null : cursorOf(offset);
    },
    get endCursor() {
      return last < 0 ? null : cursorOf(offset + last);
    },
  };
  return { edges, pageInfo };
}
