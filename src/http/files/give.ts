import { isShownToAll } from '../../catalogue/reads/shownFiles.ts';
import { FILES_PATH, isReceived, type ReceivedRow } from '../../files/files.ts';
import { EXTENSIONS, type MediaType } from '../../files/formats/checkedFile.ts';
import type { File } from '../../generated/prisma/client.ts';
import { readerLanguage } from '../../graphql/readerLocale.ts';
import { say } from '../messages.ts';
import { type FileSources, notAllowed } from './sources.ts';

const ADDRESS = new RegExp(`^${FILES_PATH}([0-9a-f]{64})\\.(${Object.values(EXTENSIONS).join('|')})$`);

/** Gives a file: one that is shown to everybody now, or one whose address is signed. Any other one is not there. */
export async function give({ files, live }: FileSources, request: Request, url: URL): Promise<Response> {
  if (!['GET', 'HEAD'].includes(request.method)) return notAllowed('GET, HEAD');
  const [, hash = '', extension] = ADDRESS.exec(url.pathname) ?? [];
  const rows = hash ? await live.file.findMany({ where: { hash } }) : [];
  const file = rows.find(
    (row): row is File & ReceivedRow => isReceived(row) && EXTENSIONS[row.mediaType] === extension,
  );
  const isSigned = files.goodUntil('read', url) !== null;
  if (!file) return missing(request);
  const ids = rows.map(({ id }) => id);
  if (!isSigned && !(await isShownToAll(live, ids))) return missing(request);
  const headers = headersOf(file.mediaType, hash, isSigned, url.searchParams.get('name'));
  if (request.headers.get('if-none-match')?.includes(`"${hash}"`)) return new Response(null, { status: 304, headers });
  if (request.method === 'HEAD') {
    return new Response(null, { headers: { ...headers, 'content-length': String(file.size) } });
  }
  const bytes = await files.storage.get(hash);
  if (!bytes) throw new Error(`The bytes of the file ${file.id} are missing from the storage`);
  return new Response(Buffer.from(bytes), { headers });
}

/** Nothing in a file may run or load, even when somebody opens it by itself; a document is only ever saved. */
function headersOf(type: MediaType, hash: string, isSigned: boolean, name: string | null): Record<string, string> {
  const always = {
    'content-type': type,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    etag: `"${hash}"`,
  };
  if (type === 'application/pdf') {
    return {
      ...always,
      'cache-control': 'private, no-store',
      'content-disposition': attachment(name || 'dokument.pdf'),
      'cross-origin-resource-policy': 'same-origin',
    };
  }
  return {
    ...always,
    'cache-control': isSigned ? 'private, max-age=300' : 'public, max-age=31536000, immutable',
    // Front ends of other origins show them.
    'cross-origin-resource-policy': 'cross-origin',
  };
}

/** RFC 6266, section 5: a name in ASCII for old programs, and the name itself. */
function attachment(name: string): string {
  const plain = name.normalize('NFD').replaceAll(/[^ -~]|["\\%]/g, '') || 'dokument.pdf';
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

function missing(request: Request): Response {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
  const said = say('There is no such file, or its address is not good any more: ask for a new one.');
  return new Response(`${said(readerLanguage(request.headers.get('accept-language')))}\n`, { status: 404, headers });
}
