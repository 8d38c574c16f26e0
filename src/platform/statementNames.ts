/**
 * Names for prepared statements of PostgreSQL, which then parses and plans a repeated statement once per connection.
 * The server keeps a named statement until the connection ends, and readers shape statements by the fields that they
 * ask for: so only what repeats gets a name, and there is an end to names.
 */
import { LRUCache } from 'lru-cache';

/** Statements named at the most; each takes some tens of kB in every connection of the server. */
const MAX_NAMES = 500;
/** Statements remembered while they wait to be seen again. */
const MAX_CANDIDATES = 2_000;
/** A statement is named when it is seen for this time. */
const SIGHTINGS = 3;

/** Makes a namer: the same SQL gets the same name, and undefined means to send it unnamed. */
export function createStatementNames(maxNames: number = MAX_NAMES): (sql: string) => string | undefined {
  const names = new Map<string, string>();
  const sightings = new LRUCache<string, number>({ max: MAX_CANDIDATES });
  return (sql) => {
    const name = names.get(sql);
    if (name !== undefined || names.size >= maxNames) return name;
    const seen = (sightings.get(sql) ?? 0) + 1;
    if (seen < SIGHTINGS) {
      sightings.set(sql, seen);
      return undefined;
    }
    sightings.delete(sql);
    const next = `s${names.size + 1}`;
    names.set(sql, next);
    return next;
  };
}
