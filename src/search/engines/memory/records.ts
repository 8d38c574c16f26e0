/** What the index knows of its documents beside their words: who may find them, and what they are filtered and counted by. */
import { FACETS, type FacetName, type SearchDocument, type SearchRequest } from '../../engine.ts';

/** A document without its texts. */
export type IndexRecord = Pick<SearchDocument, 'id' | 'version' | 'kind' | 'audience' | 'facets'>;

interface Held {
  readonly id: string;
  readonly version: string;
  readonly kind: string;
  readonly audience: string;
  /** Numbers of its values. */
  readonly values: readonly number[];
}

/** Records as a snapshot keeps them. */
export interface KeptRecords {
  readonly values: readonly { readonly facet: FacetName; readonly value: string }[];
  /** By number; null where a number is free. */
  readonly held: readonly (Held | null)[];
}

/** Asked of every answer to a query: no function is made for it. */
function hasAny(values: readonly number[], wanted: ReadonlySet<number>): boolean {
  for (const value of values) if (wanted.has(value)) return true;
  return false;
}

/** Documents by number. The number of one that is gone is given again only after `reuse`. */
export class Records {
  readonly #held: (Held | null)[] = [];
  readonly #numbers = new Map<string, number>();
  /** Values of facets by number, and their numbers. */
  readonly #values: { readonly facet: FacetName; readonly value: string }[] = [];
  readonly #valueNumbers = new Map<string, number>();
  readonly #strings = new Map<string, string>();
  #free: number[] = [];
  #gone: number[] = [];

  /** Documents that are held. */
  get size(): number {
    return this.#numbers.size;
  }

  /** One more than the greatest number. */
  get end(): number {
    return this.#held.length;
  }

  /** How many are gone whose numbers are not free yet. */
  get gone(): number {
    return this.#gone.length;
  }

  numberOf(id: string): number | undefined {
    return this.#numbers.get(id);
  }

  isThere = (number: number): boolean => !!this.#held[number];

  hit(number: number): { id: string; kind: string } {
    const { id, kind } = this.#held[number] as Held;
    return { id, kind };
  }

  /** Takes a document that is not held, and answers its number. */
  add({ id, version, kind, audience, facets }: IndexRecord): number {
    const values = FACETS.flatMap((facet) => facets[facet].map((value) => this.#valueNumber(facet, value)));
    const number = this.#free.pop() ?? this.#held.length;
    this.#held[number] = { id, version, kind: this.#shared(kind), audience: this.#shared(audience), values };
    this.#numbers.set(id, number);
    return number;
  }

  remove(id: string): void {
    const number = this.#numbers.get(id);
    if (number === undefined) return;
    this.#numbers.delete(id);
    this.#held[number] = null;
    this.#gone.push(number);
  }

  /** From now on the numbers of those that are gone may be given again: nothing refers to them any more. */
  reuse(): void {
    this.#free.push(...this.#gone);
    this.#gone = [];
  }

  versions(): Map<string, string> {
    return new Map(this.#held.flatMap((one) => (one ? [[one.id, one.version] as const] : [])));
  }

  /** Whether a document may be found by who asks, and fulfils the filter. */
  condition({ audiences, filter }: Pick<SearchRequest, 'audiences' | 'filter'>): (number: number) => boolean {
    const wanted = (Object.entries(filter) as [FacetName, readonly string[]][]).map(
      ([facet, any]) => new Set(any.flatMap((value) => this.#valueNumbers.get(`${facet} ${value}`) ?? [])),
    );
    return (number) => {
      const one = this.#held[number];
      if (!one || !audiences.includes(one.audience)) return false;
      for (const any of wanted) if (!hasAny(one.values, any)) return false;
      return true;
    };
  }

  /** How many of the documents have each value of the facets. */
  counts(numbers: readonly number[], facets: readonly FacetName[]): Partial<Record<FacetName, Map<string, number>>> {
    if (facets.length === 0) return {};
    const counts = new Uint32Array(this.#values.length);
    for (const number of numbers) {
      for (const value of this.#held[number]?.values ?? []) counts[value] = (counts[value] as number) + 1;
    }
    const answer = Object.fromEntries(facets.map((facet) => [facet, new Map<string, number>()]));
    this.#values.forEach(({ facet, value }, number) => {
      if (counts[number]) answer[facet]?.set(value, counts[number]);
    });
    return answer;
  }

  /** All of it, for a snapshot. */
  toJSON(): KeptRecords {
    return { values: this.#values, held: this.#held };
  }

  /** What `toJSON` answered. */
  static from({ values, held }: KeptRecords): Records {
    const records = new Records();
    for (const { facet, value } of values) records.#valueNumber(facet, value);
    held.forEach((one, number) => {
      records.#held.push(one && { ...one, kind: records.#shared(one.kind), audience: records.#shared(one.audience) });
      if (one) records.#numbers.set(one.id, number);
      else records.#free.push(number);
    });
    return records;
  }

  #valueNumber(facet: FacetName, value: string): number {
    const name = `${facet} ${value}`;
    const known = this.#valueNumbers.get(name);
    if (known !== undefined) return known;
    this.#valueNumbers.set(name, this.#values.length);
    return this.#values.push({ facet, value }) - 1;
  }

  /** The same text as one string in memory. */
  #shared(text: string): string {
    const known = this.#strings.get(text);
    if (known !== undefined) return known;
    this.#strings.set(text, text);
    return text;
  }
}
