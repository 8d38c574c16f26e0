/** Random choices that come out the same on every machine: for generated content, never for secrets. */
export class Random {
  #state: number;

  /** @param seed what the choices depend on, and on nothing else */
  constructor(seed: string) {
    this.#state = digestOf(seed);
  }

  /** A number from 0 up to, not including, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** As {@link next}, small numbers more often than great ones: half of them are below a quarter. */
  skewed(): number {
    const number = this.next();
    return number * number;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of `items`. */
  pick<T>(items: readonly T[]): T {
    return items[this.between(0, items.length - 1)] as T;
  }

  /** One of `items`, the more often the greater its weight. */
  weighted<T extends { readonly weight: number }>(items: readonly T[]): T {
    let rest = this.next() * items.reduce((sum, { weight }) => sum + weight, 0);
    const chosen = items.find(({ weight }) => {
      rest -= weight;
      return rest < 0;
    });
    return chosen ?? (items[0] as T);
  }

  /** `count` of `items`, none twice, in their order; all of them when there are not that many. */
  some<T>(items: readonly T[], count: number): T[] {
    let wanted = count;
    return items.filter((_, index) => {
      const taken = this.next() * (items.length - index) < wanted;
      if (taken) wanted -= 1;
      return taken;
    });
  }
}

/** FNV-1a, then mixed (murmur3), so that seeds that differ in a digit begin far apart. */
function digestOf(seed: string): number {
  let digest = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) {
    digest = Math.imul(digest ^ seed.charCodeAt(index), 0x01000193);
  }
  digest = Math.imul(digest ^ (digest >>> 16), 0x85ebca6b);
  digest = Math.imul(digest ^ (digest >>> 13), 0xc2b2ae35);
  return digest ^ (digest >>> 16);
}
