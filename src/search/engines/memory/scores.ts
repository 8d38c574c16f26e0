/** Points of documents by number, in arrays that are used again for each query. */

export class Scores {
  #points = new Float64Array(0);
  #touched = new Uint32Array(0);
  #count = 0;

  /** Takes all points away and makes room for numbers below `end`. */
  reset(end: number): void {
    for (let at = 0; at < this.#count; at += 1) this.#points[this.#touched[at] as number] = 0;
    this.#count = 0;
    if (this.#points.length >= end) return;
    this.#points = new Float64Array(Math.ceil(end * 1.2));
    this.#touched = new Uint32Array(this.#points.length);
  }

  /** How many documents have points. */
  get count(): number {
    return this.#count;
  }

  /** Numbers of the documents that have points. */
  get touched(): Uint32Array {
    return this.#touched.subarray(0, this.#count);
  }

  of(number: number): number {
    return this.#points[number] as number;
  }

  /** @param points above 0 */
  add(number: number, points: number): void {
    const before = this.#points[number] as number;
    if (before === 0) this.#touched[this.#count++] = number;
    this.#points[number] = before + points;
  }

  /** @param points above 0 */
  raise(number: number, points: number): void {
    const before = this.#points[number] as number;
    if (before === 0) this.#touched[this.#count++] = number;
    if (points > before) this.#points[number] = points;
  }

  /** The best of the numbers in order, `most` of them: thousands are not sorted for a page of twenty. */
  best(numbers: readonly number[], most: number): number[] {
    let chosen = numbers;
    if (numbers.length > 2 * most) {
      const points = new Float64Array(numbers.length);
      for (let at = 0; at < points.length; at += 1) points[at] = this.of(numbers[at] as number);
      points.sort();
      const least = points[points.length - most] as number;
      chosen = numbers.filter((number) => this.of(number) >= least);
    }
    return chosen.toSorted((one, other) => this.of(other) - this.of(one) || one - other).slice(0, most);
  }
}
