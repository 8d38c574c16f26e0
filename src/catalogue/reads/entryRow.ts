/** Rows of entries as readers get them: what was read of them, and nothing that was not. */
import { LRUCache } from 'lru-cache';
import { type LiveEntry, Prisma } from '../../generated/prisma/client.ts';

const COLUMNS = Object.keys(Prisma.LiveEntryScalarFieldEnum) as (keyof LiveEntry)[];
const INSTANTS = ['firstPublishedAt', 'publishedAt', 'updatedAt'] as const;

type RowClass = new (columns: object) => LiveEntry;

/** Of the columns that are read together: strangers' queries choose them, so that there is an end to remembering. */
const classes = new LRUCache<string, RowClass>({ max: 500 });

/** The rows out of JSON; null is none. */
export function rowsFrom(json: unknown, columns: readonly string[]): LiveEntry[] {
  const Row = classOf(columns);
  return ((json ?? []) as object[]).map((row) => new Row(row));
}

/** A row whose other columns say that they were not read, in place of being taken for empty. */
function classOf(columns: readonly string[]): RowClass {
  const key = columns.join();
  const present = classes.get(key);
  if (present) return present;
  const instants = INSTANTS.filter((name) => columns.includes(name));
  class EntryRow {
    constructor(read: object) {
      Object.assign(this, read);
      for (const name of instants) Object.assign(this, { [name]: new Date((read as LiveEntry)[name]) });
    }
  }
  for (const name of COLUMNS.filter((one) => !columns.includes(one))) {
    Object.defineProperty(EntryRow.prototype, name, {
      get() {
        throw new Error(`The column ${name} of entries was not read: whoever reads the row must select it.`);
      },
    });
  }
  classes.set(key, EntryRow as unknown as RowClass);
  return EntryRow as unknown as RowClass;
}
