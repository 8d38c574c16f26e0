/** A value that is at hand, or on its way: a promise for what is held would cost every row of a list a turn of the event loop. */
export type Held<T> = T | Promise<T>;

/** What `use` makes of the value, at once when it is at hand. */
export function withHeld<T, Result>(value: Held<T>, use: (value: T) => Result): Held<Result> {
  return value instanceof Promise ? value.then(use) : use(value);
}
