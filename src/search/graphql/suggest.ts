/** What is offered while somebody types. */
import type { GraphQLResolveInfo } from 'graphql';
import { entriesAt } from '../../catalogue/reads/entrySource.ts';
import { audiencesOf } from '../../catalogue/reads/visibility.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, chooseLocale } from '../../graphql/context.ts';
import { costs } from '../../graphql/limits/cost.ts';
import { localeArgument, requiredTextOf } from '../../graphql/localized.ts';
import { DomainError } from '../../kernel/errors.ts';
import { encodeGlobalId } from '../../kernel/ids.ts';
import { CATEGORY, ORGANIZATION } from '../documents.ts';
import { say } from '../messages.ts';
import { checkedQuery, MAX_QUERY } from '../searchQuery.ts';
import type { Suggested } from '../suggestions.ts';
import { globalTypeOf, SuggestionKindEnum } from './searchKind.ts';

const DEFAULT_ROWS = 8;
const MAX_ROWS = 20;

interface Suggestion extends Suggested {
  readonly slug: string;
  readonly title: object;
}

const SuggestionRef = builder.objectRef<Suggestion>('SearchSuggestion').implement({
  description: 'Something that begins like what was typed.',
  fields: (t) => ({
    text: t.string({
      description: 'Its title or its name.',
      resolve: ({ title }, _args, context, info) => requiredTextOf(title, context, info),
    }),
    kind: t.field({ type: SuggestionKindEnum, description: 'What it is.', resolve: ({ kind }) => kind }),
    slug: t.exposeString('slug', { description: 'Human-readable identifier for addresses, unique in its kind.' }),
    nodeId: t.id({
      description: 'Global id of what it is: pass it to `node` to read more.',
      resolve: ({ id, kind }) => encodeGlobalId(globalTypeOf(kind), id),
    }),
  }),
});

builder.queryField('suggest', (t) =>
  t.field({
    authScopes: { may: 'entry.readPublic' },
    type: [SuggestionRef],
    nullable: true,
    ...costs({ base: 5 }),
    description:
      'Titles of entries and names of organizations and categories with words that begin like those typed, best first; diacritics do ' +
      'not matter.',
    args: {
      prefix: t.arg.string({ required: true, description: `What was typed, ${MAX_QUERY} characters at the most.` }),
      first: t.arg.int({ description: `How many, 1 to ${MAX_ROWS}; ${DEFAULT_ROWS} when left out.` }),
      locale: t.arg({ type: 'Locale', ...localeArgument }),
    },
    resolve: (_root, { prefix, first, locale }, context, info) => {
      chooseLocale(context, info, locale);
      const rows = first ?? DEFAULT_ROWS;
      if (rows < 1 || rows > MAX_ROWS) {
        throw new DomainError(
          'INVALID_INPUT',
          say('first must be from 1 to {max}, not {value}.', { max: MAX_ROWS, value: rows }),
        );
      }
      const { viewer, search } = context;
      const typed = checkedQuery('prefix', prefix);
      return readSuggestions(search.suggestions.find(typed, audiencesOf(viewer), rows), context, info);
    },
  }),
);

/** Suggestions as they are now, as far as the viewer may see them: one statement for the entries among them. */
async function readSuggestions(
  found: readonly Suggested[],
  context: Context,
  info: GraphQLResolveInfo,
): Promise<Suggestion[]> {
  const { references } = context;
  const ids = found.filter(({ kind }) => kind !== ORGANIZATION && kind !== CATEGORY).map(({ id }) => id);
  const columns = ['id', 'slug', 'title'];
  const entries =
    ids.length > 0 ? await entriesAt(context, info, { ids }).findMany({ columns, where: { id: { in: ids } } }) : [];
  const entriesById = new Map(entries.map((entry) => [entry.id, entry]));
  const categories = await references.categories();
  const read = async ({ id, kind }: Suggested): Promise<Suggestion | null> => {
    const row =
      kind === ORGANIZATION
        ? await references.organization(id)
        : kind === CATEGORY
          ? categories.get(id)
          : entriesById.get(id);
    if (!row) return null;
    return { id, kind, slug: row.slug, title: ('title' in row ? row.title : row.name) as object };
  };
  return (await Promise.all(found.map(read))).filter((one) => one !== null);
}
