import { builder } from '../../graphql/builder.ts';
import type { Served } from '../../kernel/locale.ts';
import { renderMarkdown } from '../markdown.ts';

/** A long text in one language, with the language that it is served in. */
export const RichTextRef = builder.objectRef<Served<string>>('RichText').implement({
  description: 'A formatted text in the language that serves the reader best.',
  fields: (t) => ({
    markdown: t.field({ type: 'Markdown', description: 'The text as it was written.', resolve: ({ value }) => value }),
    html: t.field({
      type: 'HTML',
      description: 'The text as sanitised HTML: without scripts, images and raw HTML of the author.',
      resolve: ({ value }) => renderMarkdown(value),
    }),
    servedLocale: t.field({ type: 'Locale', description: 'Language of this text.', resolve: ({ locale }) => locale }),
    isFallback: t.exposeBoolean('isFallback', { description: 'Whether it is another language than asked for.' }),
  }),
});
