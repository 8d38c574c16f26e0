/**
 * Organizations, categories and territories by id, as they are now, kept in memory: most answers name them, and they
 * change seldom. Categories and territories are few and held whole; organizations are held as they are asked for.
 */
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { Category, Organization, Territory } from '../generated/prisma/client.ts';
import type { Changes, ChangeTag } from '../journal/changes.ts';
import type { Database } from '../platform/database.ts';
import { type Counter, type Meter, NO_METER } from '../platform/telemetry/meter.ts';

export type { Category, Organization, Territory };

/** Organizations held at the most; a public authority's row takes about 1 kB. */
const MAX_ORGANIZATIONS = 20_000;

const HIT = { cache: 'organizations', outcome: 'hit' };
const MISS = { cache: 'organizations', outcome: 'miss' };

type Source = Pick<Database, 'organization' | 'category' | 'territory'>;

/** Reference data by id, as readers use them. */
export interface References {
  /** The organization, at once when it is held. Null when there is none. */
  organization(id: string): Organization | Promise<Organization | null>;
  categories(): Promise<Map<string, Category>>;
  territories(): Promise<Map<string, Territory>>;
}

export class ReferenceData implements References {
  readonly #source: Source;
  readonly #organizations = new LRUCache<string, Organization>({ max: MAX_ORGANIZATIONS });
  readonly #organizationLoader: DataLoader<string, Organization | null>;
  readonly #count: Counter;
  /** Counts changes of organizations: what was read before a change is not kept after it. */
  #organizationChanges = 0;
  #categories: Promise<Map<string, Category>> | null = null;
  #territories: Promise<Map<string, Territory>> | null = null;

  constructor(source: Source, changes: Changes, meter: Meter = NO_METER) {
    this.#source = source;
    this.#count = meter.counter('rozcestnik_cache_reads_total', 'Reads of caches, by what was found', [
      'cache',
      'outcome',
    ]);
    this.#organizationLoader = new DataLoader((ids) => this.#loadOrganizations(ids), { cache: false });
    changes.subscribe((tags) => {
      for (const tag of tags) this.#forget(tag);
    });
  }

  /** Reads what is held whole, so that the first reader does not wait for it. */
  async warm(): Promise<void> {
    await Promise.all([this.categories(), this.territories()]);
  }

  organization(id: string): Organization | Promise<Organization | null> {
    const held = this.#organizations.get(id);
    this.#count(held ? HIT : MISS);
    return held ?? this.#organizationLoader.load(id);
  }

  categories(): Promise<Map<string, Category>> {
    this.#categories ??= keptUnlessFailed(byId(this.#source.category.findMany()), () => {
      this.#categories = null;
    });
    return this.#categories;
  }

  territories(): Promise<Map<string, Territory>> {
    this.#territories ??= keptUnlessFailed(byId(this.#source.territory.findMany()), () => {
      this.#territories = null;
    });
    return this.#territories;
  }

  /**
   * What is held, for a reader inside a transaction, who must not wait for anything outside of it: asked for before the
   * transaction begins, which then reads the rest.
   */
  async held(): Promise<(source: Source) => References> {
    const [categories, territories] = await Promise.all([this.categories(), this.territories()]);
    return (source) => {
      const loader = new DataLoader(async (ids: readonly string[]) =>
        inOrder(ids, await findOrganizations(source, ids)),
      );
      return {
        organization: (id) => this.#organizations.get(id) ?? loader.load(id),
        categories: async () => categories,
        territories: async () => territories,
      };
    };
  }

  async #loadOrganizations(ids: readonly string[]): Promise<(Organization | null)[]> {
    const changesBefore = this.#organizationChanges;
    const found = await findOrganizations(this.#source, ids);
    if (changesBefore === this.#organizationChanges) {
      for (const [id, organization] of found) this.#organizations.set(id, organization);
    }
    return inOrder(ids, found);
  }

  #forget(tag: ChangeTag): void {
    const [table, id = ''] = tag.split(':');
    if (table === 'organization') {
      this.#organizationChanges += 1;
      this.#organizations.delete(id);
    }
    if (table === 'category') this.#categories = null;
    if (table === 'territory') this.#territories = null;
  }
}

function findOrganizations({ organization }: Source, ids: readonly string[]): Promise<Map<string, Organization>> {
  return byId(organization.findMany({ where: { id: { in: [...new Set(ids)] } } }));
}

const inOrder = <Row>(ids: readonly string[], found: ReadonlyMap<string, Row>) =>
  ids.map((id) => found.get(id) ?? null);

async function byId<Row extends { id: string }>(rows: Promise<Row[]>): Promise<Map<string, Row>> {
  return new Map((await rows).map((row) => [row.id, row]));
}

function keptUnlessFailed<T>(promise: Promise<T>, forget: () => void): Promise<T> {
  promise.catch(forget);
  return promise;
}
