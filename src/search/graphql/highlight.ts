/** Texts with the words marked that were looked for. */
import type { GraphQLResolveInfo } from 'graphql';
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { textOf } from '../../graphql/localized.ts';
import type { Marks } from '../engine.ts';
import { markedHtml, type Range, rangesOf } from '../highlighting.ts';
import type { Found } from './found.ts';

export interface Highlight {
  readonly field: 'title' | 'shortText';
  readonly text: string;
  readonly html: string;
  readonly ranges: readonly Range[];
}

const RangeRef = builder.objectRef<Range>('TextRange').implement({
  description: 'A part of a text, counted in UTF-16 code units as JavaScript does.',
  fields: (t) => ({
    start: t.exposeInt('start', { description: 'Where it starts, from 0.' }),
    end: t.exposeInt('end', { description: 'Where it ends: the unit there is not part of it.' }),
  }),
});

const FieldEnum = builder.enumType('HighlightedField', {
  description: 'Texts that are marked.',
  values: {
    TITLE: { value: 'title', description: 'Title of an entry, name of an organization.' },
    SHORT_TEXT: { value: 'shortText', description: 'Short text of an entry, description of an organization.' },
  } as const,
});

export const HighlightRef = builder.objectRef<Highlight>('SearchHighlight').implement({
  description:
    'A text with the words marked that were looked for, whatever their endings, those of synonyms and of the corrected query among them.',
  fields: (t) => ({
    field: t.field({ type: FieldEnum, description: 'Which text it is.', resolve: ({ field }) => field }),
    text: t.exposeString('text', { description: 'The text.' }),
    html: t.field({
      type: 'HTML',
      description: 'The text as HTML that is safe to show, the words in `mark` elements.',
      resolve: ({ html }) => html,
    }),
    ranges: t.field({
      type: [RangeRef],
      description: 'Where the words are, in order.',
      resolve: ({ ranges }) => [...ranges],
    }),
  }),
});

/** The texts of what was found that have a marked word in them, in the language that they are served in. */
export function highlightsOf(row: Found, marks: Marks, context: Context, info: GraphQLResolveInfo): Highlight[] {
  const [title, shortText] = 'title' in row ? [row.title, row.shortText] : [row.name, row.description];
  const texts = { title: textOf(title, context, info), shortText: textOf(shortText, context, info) } as const;
  return (['title', 'shortText'] as const).flatMap((field) => {
    const text = texts[field];
    const ranges = text ? rangesOf(marks, text) : [];
    return text && ranges.length > 0 ? [{ field, text, ranges, html: markedHtml(text, ranges) }] : [];
  });
}
