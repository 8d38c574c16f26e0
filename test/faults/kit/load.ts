/** People who read and write all the time, and remember what they were told. */
import { setTimeout as sleep } from 'node:timers/promises';
import { answered, ask, isAnswered, isRetryable, type Outcome } from '../../testkit/ask.ts';
import type { Place } from './place.ts';

const CREATE = `mutation ($input: CreateTileInput!) {
  createTile(input: $input) { version { id } entry { revision } errors { code message } }
}`;
const PUBLISH = `mutation ($input: ApproveVersionInput!) {
  approveVersion(input: $input) { errors { code message } }
}`;
const READ = '{ tiles(first: 20) { nodes { title organization { name } categories { name } } } }';

/** Milliseconds before asking again what was not answered. */
const PAUSE = 50;

/** An answer that nobody may get, with what was asked. */
export interface Surprise {
  readonly of: string;
  readonly status: number;
  readonly codes: readonly string[];
}

interface Created {
  readonly createTile: { readonly version: { readonly id: string }; readonly entry: { readonly revision: number } };
}

interface Organizations {
  readonly organizations: { readonly nodes: readonly { readonly id: string }[] };
}

/** Load on the instance that is there at the moment. */
export class Load {
  /** Slugs whose draft, and whose publication, was acknowledged. */
  readonly created = new Set<string>();
  readonly published = new Set<string>();
  /** Milliseconds that answered reads took. */
  readonly reads: number[] = [];
  /** Requests that were asked again. */
  retried = 0;
  readonly surprises: Surprise[] = [];
  readonly #place: Place;
  readonly #organization: string;
  readonly #url: () => string;
  #isOn = true;
  #working: Promise<void>[] = [];

  private constructor(place: Place, organization: string, url: () => string) {
    this.#place = place;
    this.#organization = organization;
    this.#url = url;
  }

  /** @param url where to ask, which changes when the instance is started anew */
  static async on(place: Place, url: () => string, { writers = 0, readers = 0 }): Promise<Load> {
    const { organizations } = await answered<Organizations>(url(), '{ organizations(first: 1) { nodes { id } } }');
    const load = new Load(place, String(organizations.nodes[0]?.id), url);
    for (let writer = 0; writer < writers; writer++) load.#working.push(load.#write(writer));
    for (let reader = 0; reader < readers; reader++) load.#working.push(load.#read());
    return load;
  }

  /** Writes that were acknowledged so far. */
  get acknowledged(): number {
    return this.created.size + this.published.size;
  }

  /** Lets everybody finish what they are at. */
  async stop(): Promise<void> {
    this.#isOn = false;
    await Promise.all(this.#working);
  }

  async #write(writer: number): Promise<void> {
    for (let count = 0; this.#isOn; count++) {
      const slug = `zatez-${writer}-${count}`;
      const created = await this.#insist(CREATE, this.#place.author, draft(slug, this.#organization));
      if (created === null) return;
      this.created.add(slug);
      const { version, entry } = (created.data as unknown as Created).createTile;
      const input = {
        id: version.id,
        expectedRevision: entry.revision,
        publish: true,
        idempotencyKey: `publish-${slug}`,
      };
      const published = await this.#insist(PUBLISH, this.#place.approver, input);
      if (published === null) return;
      this.published.add(slug);
    }
  }

  async #read(): Promise<void> {
    while (this.#isOn) {
      const outcome = await ask(this.#url(), READ);
      if (isAnswered(outcome)) this.reads.push(outcome.took);
      else if (!(await this.#mayAskAgain(READ, outcome))) return;
    }
  }

  /** Asks until it is answered; null when nobody waits for it any more, or the answer is one that nobody may get. */
  async #insist(query: string, headers: Place['author'], input: object): Promise<Outcome | null> {
    for (;;) {
      const outcome = await ask(this.#url(), query, { input }, headers);
      if (isAnswered(outcome)) return outcome;
      if (!(await this.#mayAskAgain(query, outcome)) || !this.#isOn) return null;
    }
  }

  /** Notes an answer that nobody may get; waits a little after any other one that is to be asked for again. */
  async #mayAskAgain(of: string, outcome: Outcome): Promise<boolean> {
    if (!isRetryable(outcome)) {
      this.surprises.push({ of, status: outcome.status, codes: outcome.codes });
      return false;
    }
    this.retried++;
    await sleep(PAUSE);
    return true;
  }
}

function draft(slug: string, organization: string) {
  const content = {
    title: { cs: `Zátěž ${slug}` },
    shortText: { cs: `Dlaždice, která zkouší, co vydrží ${slug}.` },
    targetUrl: `https://${slug}.example/`,
    organization,
  };
  return { slug, content, submit: true, idempotencyKey: `create-${slug}` };
}

/** The value that the given share of all is not above; 0 for none. */
export function percentile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? 0;
}
