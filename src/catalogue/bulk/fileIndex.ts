/** The names of all rows of a file, with the ids that their entries have or will have: all that is held of it. */
import { newId } from '../../kernel/ids.ts';
import type { Transaction } from '../../platform/database.ts';
import type { Path, RowName } from './format.ts';
import { type Row, type RowSource, readBatches } from './rows.ts';
import { symbolOf } from './symbols.ts';
import { Targets } from './targets.ts';

/** What becomes of a row. */
export type Outcome = 'created' | 'revised' | 'unchanged' | 'rejected';

/** The row of an entry; of several in a file with the same name, the first. */
export interface FileEntry extends RowName {
  readonly id: string;
  readonly kind: string;
  readonly slug: string;
  /** Whether the row is to create it. */
  readonly isNew: boolean;
  /** Set once the row was checked. */
  outcome: Outcome | null;
}

/** A row that refers to an entry that is yet to be created. */
export interface Dependent {
  readonly entry: FileEntry;
  readonly path: Path;
}

export class FileIndex {
  readonly targets = new Targets();
  readonly #entries = new Map<string, FileEntry>();
  readonly #dependents = new Map<string, Dependent[]>();
  /** Number of rows, the unusable ones as well. */
  rows = 0;
  /** SHA-256 of the file. */
  digest = '';

  /** The entry that the symbol names, when a row of the file is about it. */
  get(symbol: string): FileEntry | undefined {
    return this.#entries.get(symbol);
  }

  /** The entry of a row; undefined when the row is unusable, or another row of that name came before. */
  entryOf({ line, kind, slug }: Row): FileEntry | undefined {
    const entry = this.firstOf(kind, slug);
    return entry?.line === line ? entry : undefined;
  }

  /** The entry of the first row of that name. */
  firstOf(kind: string | null, slug: string | null): FileEntry | undefined {
    return kind !== null && slug !== null ? this.get(entrySymbol(kind, slug)) : undefined;
  }

  entries(): Iterable<FileEntry> {
    return this.#entries.values();
  }

  /** Notes that a row can be written only if that of the symbol can. */
  depend(symbol: string, dependent: Dependent): void {
    const others = this.#dependents.get(symbol);
    if (others) others.push(dependent);
    else this.#dependents.set(symbol, [dependent]);
  }

  dependentsOf({ kind, slug }: FileEntry): readonly Dependent[] {
    return this.#dependents.get(entrySymbol(kind, slug)) ?? [];
  }

  async add(tx: Transaction, batch: readonly Row[]): Promise<void> {
    const named = batch.flatMap(({ line, kind, slug }) => {
      return kind !== null && slug !== null ? [{ line, kind, slug, symbol: entrySymbol(kind, slug) }] : [];
    });
    await this.targets.load(
      tx,
      named.map(({ symbol }) => symbol),
    );
    for (const { symbol, ...name } of named) {
      if (this.#entries.has(symbol)) continue;
      const present = this.targets.idOf(symbol);
      const id = present ?? newId();
      this.targets.set(symbol, id);
      this.#entries.set(symbol, { ...name, id, isNew: present === undefined, outcome: null });
    }
    this.rows += batch.length;
  }
}

/** Reads a file for its names. */
export async function indexFile(
  tx: Transaction,
  source: RowSource,
  progress: (rows: number) => void,
): Promise<FileIndex> {
  const index = new FileIndex();
  const batches = readBatches(source);
  for (let next = await batches.next(); ; next = await batches.next()) {
    if (next.done) {
      index.digest = next.value;
      return index;
    }
    await index.add(tx, next.value);
    progress(index.rows);
  }
}

function entrySymbol(kind: string, slug: string): string {
  return symbolOf({ target: 'entry', kind, slug });
}
