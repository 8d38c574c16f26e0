/** A person's own order of pins: pure rules over a list in which everything is there once. */

/** Pins that a person may have. */
export const MAX_PINS = 100;

/** The list with `item` right before `before`, or at its end; an item that is there already is moved. */
export function placed(list: readonly string[], item: string, before: string | null): string[] {
  if (item === before && list.includes(item)) return [...list];
  const others = without(list, item);
  const place = before === null ? -1 : others.indexOf(before);
  return place === -1 ? [...others, item] : [...others.slice(0, place), item, ...others.slice(place)];
}

/** The list without `item`. */
export function without(list: readonly string[], item: string): string[] {
  return list.filter((one) => one !== item);
}
