import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** Headers as Node has read them: names in small letters. */
class PlainHeaders implements Pick<Headers, 'get' | 'has'> {
  readonly #headers: IncomingHttpHeaders;

  constructor(headers: IncomingHttpHeaders) {
    this.#headers = headers;
  }

  get(name: string): string | null {
    const value = this.#headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  }

  has(name: string): boolean {
    return this.#headers[name.toLowerCase()] !== undefined;
  }
}

/** What plugins ask of a question's request, and no more: one of the web's takes longer to make than many an answer. */
export class PlainRequest implements Pick<Request, 'method' | 'url'> {
  readonly method: string;
  readonly url: string;
  readonly headers: PlainHeaders;

  constructor({ method = 'GET', url = '/', headers }: IncomingMessage) {
    this.method = method;
    this.url = `http://${headers.host || 'localhost'}${url}`;
    this.headers = new PlainHeaders(headers);
  }
}
