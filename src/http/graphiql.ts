/** GraphiQL: a page of nine megabytes that is the same for everybody, so it is made and compressed once. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Plugin } from 'graphql-yoga';
import { REQUEST_HEADER } from './crossSite.ts';
import { exampleTabs } from './examples.ts';

const OPTIONS = {
  title: 'Rozcestník',
  defaultTabs: exampleTabs(),
  defaultEditorToolsVisibility: 'variables',
  additionalHeaders: { [REQUEST_HEADER]: '1' },
} as const;

interface Page {
  readonly text: Uint8Array<ArrayBuffer>;
  readonly compressed: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Whether a browser asks for a page to show, by its Accept header. */
export function wantsPage(accept: string | null | undefined): boolean {
  return accept?.includes('text/html') ?? false;
}

/** A yoga plugin that shows GraphiQL to browsers that open the address of the endpoint, and no other address. */
export function useGraphiql(endpoint: string): Plugin {
  let made: Promise<Page> | undefined;
  return {
    async onRequest({ request, url, endResponse }) {
      if (request.method !== 'GET' || !wantsPage(request.headers.get('accept'))) return;
      if (url.pathname.replace(/\/$/, '') !== endpoint) return;
      made ??= makePage(endpoint);
      endResponse(answer(await made, request));
    },
  };
}

function answer({ text, compressed, headers }: Page, request: Request): Response {
  if (request.headers.get('if-none-match') === headers['etag']) return new Response(null, { status: 304, headers });
  const takesGzip = /\bgzip\b(?!;q=0(?:\.0*)?(?:,|$))/.test(request.headers.get('accept-encoding') ?? '');
  if (!takesGzip) return new Response(text, { headers });
  return new Response(compressed, { headers: { ...headers, 'content-encoding': 'gzip' } });
}

async function makePage(endpoint: string): Promise<Page> {
  // Loaded when it is asked for: it takes 32 MB of memory, and most services never show it.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const page = renderGraphiQL({ ...OPTIONS, endpoint });
  const text = new TextEncoder().encode(page);
  return {
    text,
    compressed: new Uint8Array(await promisify(gzip)(text)),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policyOf(page),
      'cache-control': 'no-cache',
      etag: `W/"${createHash('sha256').update(text).digest('base64url')}"`,
      vary: 'Accept-Encoding',
    },
  };
}

/** Its one script and nothing else runs; the editor makes its workers, styles and fonts by itself, and asks this service alone. */
function policyOf(page: string): string {
  const start = page.indexOf('<script>') + '<script>'.length;
  const script = page.slice(start, page.lastIndexOf('</script>'));
  const hash = createHash('sha256').update(script).digest('base64');
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'font-src data:',
    'img-src data:',
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
