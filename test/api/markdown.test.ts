/** Texts in Markdown come out as HTML that is safe to put into a page. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/catalogue/markdown.ts';
import { HowToMeetDocument, PageTextsDocument } from '../generated/graphql.ts';
import { cs, publish, writeOrganization } from '../testkit/content.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { type Service, startService } from '../testkit/service.ts';

const TAGS = new Set(
  'a blockquote br code em h1 h2 h3 h4 h5 h6 hr li ol p pre strong table tbody td th thead tr ul'.split(' '),
);
const SAFE_ATTRIBUTE =
  /^(href="((https?:|mailto:|ircs?:|xmpp:)[^"]*|[^":]*|[^":]*[/?#][^"]*)"|title="[^"]*"|align="(left|center|right)"|class="language-[^"]*"|start="\d+"|\/)$/;

/** Tags and attributes of `html` that must not be in it. */
function dangersIn(html: string): string[] {
  return [...html.matchAll(/<([^>]*)>?/g)].flatMap(([tag, inside = '']) => {
    const [, name = '', attributes = ''] = inside.match(/^\/?([a-z0-9]+)(.*)$/is) ?? [];
    const list = attributes.match(/[^\s="]+(="[^"]*")?/g) ?? [];
    return TAGS.has(name) && list.every((attribute) => SAFE_ATTRIBUTE.test(attribute)) ? [] : [tag];
  });
}

const ATTACKS = [
  '<script>alert(1)</script>',
  'text <script src="https://evil.example/x.js"></script> text',
  '<img src=x onerror=alert(1)>',
  '![obrázek](https://evil.example/track.png)',
  '![obrázek][odkaz]\n\n[odkaz]: https://evil.example/track.png',
  '[klik](javascript:alert(1))',
  '[klik](JaVaScRiPt:alert(1))',
  '[klik](java\nscript:alert(1))',
  '[klik](&#106;avascript:alert(1))',
  '[klik](&Tab;javascript:alert(1))',
  '[klik](\\javascript:alert(1))',
  '[klik](data:text/html;base64,PHNjcmlwdD4=)',
  '[klik](vbscript:msgbox)',
  '[klik](file:///etc/passwd)',
  '[klik][a]\n\n[a]: javascript:alert(1)',
  '<javascript:alert(1)>',
  '[klik](https://portal.example "\\" onmouseover=\\"alert(1)")',
  '[klik](https://portal.example/"onmouseover="alert(1))',
  '<a href="https://portal.example" onclick="alert(1)">klik</a>',
  '<svg/onload=alert(1)>',
  '<iframe src="https://evil.example"></iframe>',
  '<style>body { background: url(https://evil.example) }</style>',
  '<!-- <script>alert(1)</script> -->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '```html"onmouseover="alert(1)\n</code></pre><script>alert(1)</script>\n```',
  '| a |\n| - |\n| <img src=x onerror=alert(1)> |',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '`<script>`',
  '<div\n\n<script>alert(1)</script>',
];

describe('the check itself', () => {
  it.each([
    '<script>',
    '<img src="x">',
    '<a href="javascript:alert(1)">',
    '<a href="https://a.example" onclick="x">',
    '<p style="x">',
    '<a href=javascript:x>',
    '<a href="data:text/html,x">',
  ])('would find %s', (html) => expect(dangersIn(html)).toEqual([html]));
});

describe.each(ONE_DATABASE)('texts in Markdown on %s', (database) => {
  let service: Service;
  let organization: string;
  beforeAll(async () => {
    service = await startService(database, { empty: true });
    organization = await writeOrganization(service.runner, 'mesto');
  });
  afterAll(() => service.stop());

  /** Publishes pages with the given texts; answers their HTML. */
  const htmlOf = async (name: string, texts: readonly string[]) => {
    const pages = texts.map((text, place) => {
      return { kind: 'page' as const, slug: `${name}-${place}`, content: { organization, longText: cs(text) } };
    });
    await publish(service.runner, pages);
    const html: string[] = [];
    for (const [place, { slug }] of pages.entries()) {
      const { page } = await service.read(PageTextsDocument, { slug });
      expect(page?.longText?.markdown).toBe(texts[place]);
      html.push(page?.longText?.html ?? '');
    }
    return html;
  };

  it('have headings, lists, links, emphasis, code and tables', async () => {
    const [html = ''] = await htmlOf('vse', [
      [
        '# Nadpis',
        '- **tučně**\n- *kurzívou*',
        '1. krok',
        '[Portál](https://portal.gov.cz/) a <https://dia.gov.cz> a [pošta](mailto:portalobcana@dia.gov.cz)',
        '> citát',
        '`kód`',
        '| a | b |\n| :-- | --: |\n| 1 | 2 |',
      ].join('\n\n'),
    ]);
    for (const part of [
      '<h1>Nadpis</h1>',
      '<strong>tučně</strong>',
      '<em>kurzívou</em>',
      '<ol>',
      '<a href="https://portal.gov.cz/">Portál</a>',
      '<a href="https://dia.gov.cz">',
      '<a href="mailto:portalobcana@dia.gov.cz">',
      '<blockquote>',
      '<code>kód</code>',
      '<td align="right">2</td>',
    ]) {
      expect(html).toContain(part);
    }
    expect(dangersIn(html)).toEqual([]);
  });

  it('come out without scripts, images, event handlers and addresses that run', async () => {
    const html = await htmlOf('utok', [...ATTACKS, ATTACKS.join('\n\n')]);
    for (const [place, attack] of ATTACKS.entries()) {
      expect({ attack, dangers: dangersIn(html[place] ?? '<>') }).toEqual({ attack, dangers: [] });
    }
    expect(html.at(-1)).toContain('&lt;script&gt;');
    expect(dangersIn(html.at(-1) ?? '<>')).toEqual([]);
  });

  it('are as safe in the other fields that hold them', async () => {
    const text = cs(ATTACKS.join('\n\n'));
    const content = { organization, howToMeet: text, howVerified: text };
    await publish(service.runner, [{ kind: 'requirement', slug: 'utok', content }]);
    const { requirement } = await service.read(HowToMeetDocument, { slug: 'utok' });
    expect(dangersIn(requirement?.howToMeet.html ?? '<>')).toEqual([]);
    expect(dangersIn(requirement?.howVerified.html ?? '<>')).toEqual([]);
  });
});

it('no text whatever renders to something dangerous', () => {
  const piece = fc.constantFrom(
    ...ATTACKS,
    ...['<', '>', '"', "'", '`', '[', ']', '(', ')', '!', '\\', '&', '\n', '\n\n', '    ', '|', ':', '//', '#', '\t'],
    ...['a', 'javascript:', 'https://a.example', 'onclick=', 'href=', '<img ', '<a ', '&#x6A;', '&colon;'],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      expect(dangersIn(renderMarkdown(pieces.join('')))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
