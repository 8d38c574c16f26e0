/** Words that are a typing error away from another one. Pure. */

/** Typing errors that are forgiven in a word: none under 5 letters, one from 5 to 8, two from 9. None in codes. */
export function typosAllowed(word: string): 0 | 1 | 2 {
  if (/\d/.test(word) || word.length < 5) return 0;
  return word.length < 9 ? 1 : 2;
}

/**
 * Typing errors that are forgiven between the key of a typed word and that of another one: what is left of a word when its ending is
 * taken off must be long enough, too.
 */
export function typosAllowedIn(typed: string, key: string): 0 | 1 | 2 {
  const allowed = typosAllowed(typed);
  if (key.length < 4) return 0;
  return key.length < 7 && allowed === 2 ? 1 : allowed;
}

/**
 * Damerau-Levenshtein distance (optimal string alignment): letters added, left out, replaced, and neighbours swapped are
 * a step each.
 * @returns the distance, or `limit + 1` as soon as it is known to be above `limit`
 */
export function distanceWithin(limit: number, one: string, other: string): number {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      let steps = Math.min(
        (last[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (last[column - 1] as number) + (isSame ? 0 : 1),
      );
      const isSwapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (isSwapped) steps = Math.min(steps, (before[column - 2] as number) + 1);
      current.push(steps);
      least = Math.min(least, steps);
    }
    if (least > limit) return limit + 1;
    before = last;
    last = current;
  }
  return Math.min(last[other.length] as number, limit + 1);
}

/** Which letters a word has, a bit each, so that most words can be told apart without counting steps. */
export function lettersOf(word: string): number {
  let letters = 0;
  for (let place = 0; place < word.length; place += 1) letters |= 1 << (word.charCodeAt(place) % 31);
  return letters;
}

/** Whether words with these letters may be `limit` steps apart: a step adds one letter and takes one away at the most. */
export function mayBeWithin(limit: number, one: number, other: number): boolean {
  return bitsOf(one & ~other) <= limit && bitsOf(other & ~one) <= limit;
}

function bitsOf(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
