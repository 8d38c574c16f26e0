/** Pages as text: whatever is put into a template is escaped, unless it is a template itself. */

/** Markup that is safe to put into a page. */
export interface Html {
  readonly markup: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template of markup. Lists are joined; null and false leave nothing. */
export function html(texts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { markup: texts.map((text, place) => text + (place < values.length ? markupOf(values[place]) : '')).join('') };
}

type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

function markupOf(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(markupOf).join('');
  if (typeof value === 'object') return (value as Html).markup;
  return String(value).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** What all of the service's own pages share. */
export interface Page {
  readonly lang: 'cs' | 'en';
  readonly title: string;
  readonly body: Html;
  /** Address of a script of the same origin. */
  readonly script?: string;
}

const STYLE = `:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:44rem;padding:1.5rem}
h1{line-height:1.2}
.choices{list-style:none;padding:0;display:grid;gap:.75rem}
button,.button{font:inherit;display:block;box-sizing:border-box;width:100%;text-align:start;padding:.75rem 1rem;
border:2px solid;border-radius:.5rem;background:Canvas;color:CanvasText;cursor:pointer;text-decoration:none}
button:hover,.button:hover{text-decoration:underline}
:focus-visible{outline:3px solid Highlight;outline-offset:2px}
small{display:block}
.note{border-inline-start:4px solid;padding-inline-start:1rem}`;

/** A whole page. */
export function pageOf({ lang, title, body, script }: Page): string {
  const tag = script ? html`<script src="${script}" defer></script>` : null;
  return html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ markup: STYLE }}</style>
${tag}
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`.markup;
}

/**
 * Headers of such a page: nothing from elsewhere, nobody frames it, nobody keeps it.
 * @param formTargets further origins that its forms may lead to
 */
export function pageHeaders(formTargets: readonly string[] = []): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; form-action 'self' ${formTargets.join(' ')}; frame-ancestors 'none'; base-uri 'none'`,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}
