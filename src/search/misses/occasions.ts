/** Which queries are asked again and again, and so not by one person: in memory alone, until they are. */

/**
 * A query is counted once it was asked on so many occasions, so far apart, within this time: a name that somebody looks for is looked for
 * once or several times in a row, what a catalogue lacks by different people through the day.
 */
const OCCASIONS = 3;
const APART_MS = 10 * 60_000;
const REMEMBERED_MS = 24 * 60 * 60_000;

/** Queries remembered at the most: who searches for noise does not fill the memory. */
const MOST_REMEMBERED = 5_000;

interface Asked {
  /** How often, since it was counted. */
  readonly times: number;
  readonly occasions: number;
  /** Times in milliseconds: of the first one and of the latest occasion. */
  readonly firstAt: number;
  readonly lastAt: number;
}

export class Occasions {
  readonly #asked = new Map<string, Asked>();

  /** How many times the query is to be counted now: not at all until it was asked often enough, then as often as it was. */
  timesToCount(query: string, now: number): number {
    const known = this.#asked.get(query);
    const before = known && now - known.firstAt <= REMEMBERED_MS ? known : null;
    const isOccasion = !before || now - before.lastAt >= APART_MS;
    const asked = {
      times: (before?.times ?? 0) + 1,
      occasions: (before?.occasions ?? 0) + (isOccasion ? 1 : 0),
      firstAt: before?.firstAt ?? now,
      lastAt: isOccasion ? now : before.lastAt,
    };
    const isCounted = asked.occasions >= OCCASIONS;
    this.#asked.delete(query);
    if (this.#asked.size >= MOST_REMEMBERED) this.#asked.delete(this.#asked.keys().next().value as string);
    this.#asked.set(query, isCounted ? { ...asked, times: 0 } : asked);
    return isCounted ? asked.times : 0;
  }
}
