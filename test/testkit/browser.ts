/** A browser as far as sign-in needs one: cookies, redirects one by one, forms. */

/** Where a browser came to. */
export interface Visited {
  readonly url: URL;
  readonly response: Response;
  readonly text: string;
  /** Addresses on the way, the first and the last included. */
  readonly trail: readonly URL[];
}

const MAX_REDIRECTS = 10;

/** Whether a cookie of the path goes along to an address (RFC 6265, section 5.1.4). */
function isBelow(path: string, address: string): boolean {
  return address === path || address.startsWith(path.endsWith('/') ? path : `${path}/`);
}

export class Browser {
  /** Cookies by host, name and path, if any: ports do not tell cookies apart (RFC 6265, section 8.5). */
  readonly jar = new Map<string, string>();
  /** Set-Cookie headers, oldest first. */
  readonly setCookies: string[] = [];
  readonly #headers: Record<string, string>;

  constructor(headers: Record<string, string> = {}) {
    this.#headers = { accept: 'text/html', ...headers };
  }

  /** Sends one request with the cookies of its host, and keeps those of the answer. */
  async send(url: URL | string, init: RequestInit = {}): Promise<Response> {
    const target = new URL(url);
    const prefix = `${target.hostname} `;
    const cookies = [...this.jar].flatMap(([key, value]) => {
      const [host, name, path = '/'] = key.split(' ');
      return host === target.hostname && isBelow(path, target.pathname) ? [`${name}=${value}`] : [];
    });
    const cookie = cookies.join('; ');
    const headers = { ...this.#headers, ...(cookie && { cookie }), ...(init.headers as Record<string, string>) };
    const response = await fetch(target, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line, prefix);
    return response;
  }

  #keep(line: string, prefix: string): void {
    this.setCookies.push(line);
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const isGone = attributes.some((one) => /^max-age=0$/i.test(one) || /^expires=thu, 01 jan 1970/i.test(one));
    const path = attributes.find((one) => /^path=\//i.test(one))?.slice('path='.length) ?? '/';
    const key = path === '/' ? prefix + name : `${prefix}${name} ${path}`;
    if (isGone || value === '') this.jar.delete(key);
    else this.jar.set(key, value);
  }

  /** Follows redirects until there is a page, or an address that `stopAt` recognises, which is not visited. */
  async go(url: URL | string, init: RequestInit = {}, stopAt: (url: URL) => boolean = () => false): Promise<Visited> {
    let target = new URL(url);
    let request = init;
    const trail: URL[] = [target];
    for (let step = 0; step < MAX_REDIRECTS; step++) {
      const response = await this.send(target, request);
      const location = response.headers.get('location');
      if (!location) {
        const page = { url: target, response, text: await response.text(), trail };
        // A page whose script sends its form at once, as browsers with scripts do.
        return page.text.includes('document.forms[0].submit()') ? this.submit(page, {}, stopAt) : page;
      }
      await response.body?.cancel();
      target = new URL(location, target);
      request = {};
      trail.push(target);
      if (stopAt(target)) return { url: target, response, text: '', trail };
    }
    throw new Error(`redirected too often: ${trail.join(' ')}`);
  }

  /** Posts the form of a page, as a press of one of its buttons does. */
  submit({ url, text }: Visited, fields: Record<string, string>, stopAt?: (url: URL) => boolean): Promise<Visited> {
    const [, attributes = ''] = text.match(/<form\b([^>]*)>/) ?? [];
    const action = attributes.match(/action="([^"]*)"/)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const hidden = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const values = { ...Object.fromEntries(hidden.map(([, name, value]) => [name, value])), ...fields };
    return this.go(new URL(action, url), { method: 'POST', body: new URLSearchParams(values) }, stopAt);
  }

  /** Values of this host's cookie; for tests of what is in it. */
  cookie(name: string): string | undefined {
    return this.jar.get(`127.0.0.1 ${name}`);
  }
}
