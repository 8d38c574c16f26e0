/** The address of a bucket, and the few requests of the protocol of Amazon S3 that files need. */
import { AwsClient } from 'aws4fetch';
import { SaxesParser } from 'saxes';

/** A bucket, and who may use it. */
export interface Bucket {
  /** Address of the bucket, path-style: `https://s3.example.org/files`. */
  readonly endpoint: string;
  readonly name: string;
  /** What the names of our objects begin with: empty, or ends with a slash. */
  readonly prefix: string;
  readonly region: string;
  readonly key: string;
  readonly secret: string;
}

/**
 * The bucket that an address names: `https://KEY:SECRET@host[:port]/BUCKET[/FOLDER][?region=…]`, with signs of the key and
 * the secret that mean something in addresses percent-encoded; null for any other text. The region is `us-east-1` when left
 * out, which stores that have none take.
 */
export function bucketOf(address: string): Bucket | null {
  if (!URL.canParse(address)) return null;
  const { protocol, username, password, host, pathname, searchParams, hash } = new URL(address);
  const [name = '', ...folders] = pathname.split('/').filter((part) => part !== '');
  const isKnown = [...searchParams.keys()].every((parameter) => parameter === 'region');
  if (!['https:', 'http:'].includes(protocol) || !isKnown || hash !== '' || !isPlain([name, ...folders])) return null;
  const [key, secret] = [decoded(username), decoded(password)];
  if (!key || !secret) return null;
  return {
    endpoint: `${protocol}//${host}/${name}`,
    name,
    prefix: folders.map((folder) => `${folder}/`).join(''),
    region: searchParams.get('region') || 'us-east-1',
    key,
    secret,
  };
}

/** Names of a bucket and of folders: what needs no encoding, in addresses and in signatures. */
const isPlain = (parts: readonly string[]) => parts.every((part) => /^\w[\w.-]*$/.test(part));

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The store refused a request. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  /** The store's word for the reason, such as NoSuchKey; the status where it gives none. */
  readonly code: string;

  constructor(status: number, code: string) {
    super(`the store answers ${code}`);
    this.status = status;
    this.code = code;
  }
}

export interface Asked {
  readonly method?: 'GET' | 'PUT' | 'DELETE';
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array;
}

/**
 * Sends signed requests for objects of a bucket, or for the bucket itself with a query; answers whole bodies.
 * @throws Refusal, TimeoutError after `timeLimit` milliseconds, TypeError when the store cannot be reached
 */
export function bucketClient({ endpoint, region, key, secret }: Bucket, timeLimit: number) {
  const client = new AwsClient({ accessKeyId: key, secretAccessKey: secret, region, service: 's3', retries: 0 });
  return async (path: string, asked: Asked = {}): Promise<Buffer> => {
    // What moved elsewhere would be asked with our signature there.
    const init = { ...asked, redirect: 'manual' as const, signal: AbortSignal.timeout(timeLimit) };
    const answer = await client.fetch(`${endpoint}${path}`, init as RequestInit);
    const body = Buffer.from(await answer.arrayBuffer());
    if (answer.ok) return body;
    throw new Refusal(answer.status, errorCode(body.toString('utf8')) ?? `status ${answer.status}`);
  };
}

/** What one answer lists of a bucket. */
export interface Page {
  readonly objects: readonly { readonly name: string; readonly changedAt: Date }[];
  /** Token of the next page; null for the last one. */
  readonly next: string | null;
}

/** Reads the answer of `ListObjectsV2`. @throws Error when it is none */
export function readPage(xml: string): Page {
  const objects: { name: string; changedAt: Date }[] = [];
  let one = { name: '', changedAt: new Date(0) };
  let next: string | null = null;
  let isPage = false;
  readElements(xml, (path, text) => {
    if (path === 'ListBucketResult/Contents/Key') one.name = text;
    if (path === 'ListBucketResult/Contents/LastModified') one.changedAt = new Date(text);
    if (path === 'ListBucketResult/Contents') {
      objects.push(one);
      one = { name: '', changedAt: new Date(0) };
    }
    if (path === 'ListBucketResult/NextContinuationToken') next = text;
    if (path === 'ListBucketResult') isPage = true;
  });
  if (!isPage) throw new Error('it answers with something else than a list of objects');
  return { objects, next };
}

/** The code in the store's description of an error; null when there is none. */
function errorCode(xml: string): string | null {
  let code: string | null = null;
  try {
    readElements(xml, (path, text) => {
      if (path === 'Error/Code') code = text;
    });
  } catch {
    // A proxy in between, or the page of something else.
  }
  return code;
}

/** Tells of every element when it ends: where it stands, by the names above it, and its own text. */
function readElements(xml: string, tell: (path: string, text: string) => void): void {
  const parser = new SaxesParser();
  const open: { name: string; text: string }[] = [];
  const add = (text: string) => {
    const last = open.at(-1);
    if (last) last.text += text;
  };
  parser.on('opentag', ({ name }) => open.push({ name, text: '' }));
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const path = open.map(({ name }) => name).join('/');
    tell(path, open.pop()?.text ?? '');
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
}
