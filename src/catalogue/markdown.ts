import { LRUCache } from 'lru-cache';
import { micromark } from 'micromark';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';

/** Rendered texts held at the most, in characters of HTML. */
const MAX_HELD = 4_000_000;
const rendered = new LRUCache<string, string>({ maxSize: MAX_HELD, sizeCalculation: (html) => html.length + 1 });

/**
 * Sanitised HTML of Markdown: raw HTML comes out as text, addresses of other protocols than http, https and mailto
 * are dropped (irc and xmpp are harmless too), and there are no images, so that a page never loads anything from elsewhere.
 */
export function renderMarkdown(markdown: string): string {
  const held = rendered.get(markdown);
  if (held !== undefined) return held;
  const html = micromark(markdown, {
    extensions: [gfmTable(), { disable: { null: ['labelStartImage', 'htmlFlow', 'htmlText'] } }],
    htmlExtensions: [gfmTableHtml()],
  });
  rendered.set(markdown, html);
  return html;
}
