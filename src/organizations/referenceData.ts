/**
 * Organizations, categories and territories by id, as they are now, kept in memory: most answers name them, and they
 * change seldom. Categories and territories are few and held whole; organizations are held as they are asked for.
 */
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { Category, Organization, Territory } from '../generated/prisma/client.ts';
import type { Changes, ChangeTag } from '../journal/changes.ts';
import type { Held } from '../kernel/held.ts';
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
  /** All of them, at once when they are held. */
  categories(): Held<ReadonlyMap<string, Category>>;
  territories(): Held<ReadonlyMap<string, Territory>>;
}

/** A small table, held whole once it has been read. */
class WholeTable<Row extends { id: string }> {
  readonly #read: () => Promise<Row[]>;
  #rows: ReadonlyMap<string, Row> | null = null;
  #reading: Promise<ReadonlyMap<string, Row>> | null = null;

  constructor(read: () => Promise<Row[]>) {
    this.#read = read;
  }

  rows(): Held<ReadonlyMap<string, Row>> {
    if (this.#rows) return this.#rows;
    this.#reading ??= this.#load();
    return this.#reading;
  }

  /** What is being read may be of before the change: it is not kept then. */
  forget(): void {
    this.#rows = null;
    this.#reading = null;
  }

  #load(): Promise<ReadonlyMap<string, Row>> {
    const reading: Promise<ReadonlyMap<string, Row>> = byId(this.#read()).then(
      (rows) => {
        if (this.#reading === reading) this.#rows = rows;
        return rows;
      },
      (error) => {
        if (this.#reading === reading) this.#reading = null;
        throw error;
      },
    );
    return reading;
  }
}

export class ReferenceData implements References {
  readonly #source: Source;
  readonly #organizations = new LRUCache<string, Organization>({ max: MAX_ORGANIZATIONS });
  readonly #organizationLoader: DataLoader<string, Organization | null>;
  readonly #count: Counter;
  /** Counts changes of organizations: what was read before a change is not kept after it. */
  #organizationChanges = 0;
  readonly #categories: WholeTable<Category>;
  readonly #territories: WholeTable<Territory>;

  constructor(source: Source, changes: Changes, meter: Meter = NO_METER) {
    this.#source = source;
    this.#categories = new WholeTable(() => source.category.findMany());
    this.#territories = new WholeTable(() => source.territory.findMany());
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

  categories(): Held<ReadonlyMap<string, Category>> {
    return this.#categories.rows();
  }

  territories(): Held<ReadonlyMap<string, Territory>> {
    return this.#territories.rows();
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
        categories: () => categories,
        territories: () => territories,
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
    if (table === 'category') this.#categories.forget();
    if (table === 'territory') this.#territories.forget();
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
