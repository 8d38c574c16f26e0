/** Which documents have a term, and how much it counts in each: lists of numbers, packed. */

import type { Scores } from './scores.ts';

/** Bits of a packed number that hold the weight; the others hold the number of the document, of a million at the most. */
const WEIGHT_BITS = 12;
const WEIGHT_MASK = (1 << WEIGHT_BITS) - 1;

/** The greatest weight, and the steps into which weights are cut: each is a seventh of a per cent more than the one before. */
const GREATEST = 128;
const LEAST = 0.05;
const STEP = Math.log(GREATEST / LEAST) / WEIGHT_MASK;
const WEIGHTS = Float64Array.from({ length: WEIGHT_MASK + 1 }, (_, step) => LEAST * Math.exp(STEP * step));

/** Postings that wait to be packed, before all are packed anew. */
const MOST_LOOSE = 200_000;

/** The lists as they are kept in a snapshot. */
export interface PackedPostings {
  /** Where the list of each term starts; one more at the end. */
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly packed: Uint32Array<ArrayBuffer>;
}

/**
 * Lists of postings by the number of a term. Most are packed in one array; those of documents that came since are loose, and are packed
 * when there are many. What is removed is only marked by whoever holds the documents, and left out when packing.
 */
export class Postings {
  #starts = new Uint32Array(1);
  #packed = new Uint32Array(0);
  #loose = new Map<number, number[]>();
  #looseCount = 0;

  get bytes(): number {
    return this.#starts.byteLength + this.#packed.byteLength;
  }

  /** Whether packing pays. */
  get isScattered(): boolean {
    return this.#looseCount > MOST_LOOSE;
  }

  /** @param weight above 0 */
  add(term: number, document: number, weight: number): void {
    const step = Math.max(0, Math.min(WEIGHT_MASK, Math.round(Math.log(weight / LEAST) / STEP)));
    const posting = document * (WEIGHT_MASK + 1) + step;
    const loose = this.#loose.get(term);
    if (loose) loose.push(posting);
    else this.#loose.set(term, [posting]);
    this.#looseCount += 1;
  }

  /** How many documents have the term, those that are gone but not left out yet among them. */
  count(term: number): number {
    return this.#end(term) - this.#start(term) + (this.#loose.get(term)?.length ?? 0);
  }

  /** Adds to the points of each document of the term: its weight there, so many times. */
  addTo(scores: Scores, term: number, times: number): void {
    const end = this.#end(term);
    for (let place = this.#start(term); place < end; place += 1) {
      const posting = this.#packed[place] as number;
      scores.add(posting >>> WEIGHT_BITS, (WEIGHTS[posting & WEIGHT_MASK] as number) * times);
    }
    for (const posting of this.#loose.get(term) ?? []) {
      scores.add(posting >>> WEIGHT_BITS, (WEIGHTS[posting & WEIGHT_MASK] as number) * times);
    }
  }

  /** Raises the points of each document of the term to its weight there, so many times, where they are fewer. */
  raiseTo(scores: Scores, term: number, times: number): void {
    const end = this.#end(term);
    for (let place = this.#start(term); place < end; place += 1) {
      const posting = this.#packed[place] as number;
      scores.raise(posting >>> WEIGHT_BITS, (WEIGHTS[posting & WEIGHT_MASK] as number) * times);
    }
    for (const posting of this.#loose.get(term) ?? []) {
      scores.raise(posting >>> WEIGHT_BITS, (WEIGHTS[posting & WEIGHT_MASK] as number) * times);
    }
  }

  /** Sets 1 for each document of the term. */
  mark(marks: Uint8Array, term: number): void {
    const end = this.#end(term);
    for (let place = this.#start(term); place < end; place += 1)
      marks[(this.#packed[place] as number) >>> WEIGHT_BITS] = 1;
    for (const posting of this.#loose.get(term) ?? []) marks[posting >>> WEIGHT_BITS] = 1;
  }

  /** Whether there is such a document among those of the term. */
  some(term: number, isSuch: (document: number) => boolean): boolean {
    const end = this.#end(term);
    for (let place = this.#start(term); place < end; place += 1) {
      if (isSuch((this.#packed[place] as number) >>> WEIGHT_BITS)) return true;
    }
    return (this.#loose.get(term) ?? []).some((posting) => isSuch(posting >>> WEIGHT_BITS));
  }

  /** Packs all lists of so many terms, without documents that are gone. */
  pack(terms: number, isThere: (document: number) => boolean): PackedPostings {
    const starts = new Uint32Array(terms + 1);
    const packed = new Uint32Array(this.#packed.length + this.#looseCount);
    let place = 0;
    for (let term = 0; term < terms; term += 1) {
      starts[term] = place;
      const end = this.#end(term);
      for (let from = this.#start(term); from < end; from += 1) {
        const posting = this.#packed[from] as number;
        if (isThere(posting >>> WEIGHT_BITS)) packed[place++] = posting;
      }
      for (const posting of this.#loose.get(term) ?? []) {
        if (isThere(posting >>> WEIGHT_BITS)) packed[place++] = posting;
      }
    }
    starts[terms] = place;
    this.unpack({ starts, packed: packed.slice(0, place) });
    return { starts: this.#starts, packed: this.#packed };
  }

  /** Takes packed lists in the place of all. */
  unpack({ starts, packed }: PackedPostings): void {
    this.#starts = starts;
    this.#packed = packed;
    this.#loose = new Map();
    this.#looseCount = 0;
  }

  #start(term: number): number {
    return this.#starts[term] ?? 0;
  }

  #end(term: number): number {
    return this.#starts[term + 1] ?? this.#start(term);
  }
}
