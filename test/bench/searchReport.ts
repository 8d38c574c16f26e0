/** What was measured of search, beside its bars: lines of progress, a table, and the page of the documentation. */
import os from 'node:os';

interface Row {
  readonly what: string;
  readonly figure: string;
  /** Empty where none is set. */
  readonly bar: string;
  readonly isMet: boolean | null;
  readonly more: string;
}

const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
type Quantile = keyof typeof QUANTILES;

export class SearchReport {
  readonly #entries: number;
  readonly #tell: (line: string) => void;
  readonly #rows: Row[] = [];

  constructor(entries: number, tell: (line: string) => void) {
    this.#entries = entries;
    this.#tell = tell;
  }

  /** @param bar what the figure is to be at the most; null where none is set */
  add(what: string, figure: number, unit: string, bar: number | null, more = ''): void {
    this.#add({
      ...{ what, figure: `${short(figure)} ${unit}`, more },
      ...{ bar: bar === null ? '' : `${bar} ${unit}`, isMet: bar === null ? null : figure <= bar },
    });
  }

  /** @param bars milliseconds that quantiles of the times are to be at the most */
  quantiles(what: string, times: readonly number[], bars: Partial<Record<Quantile, number>> = {}, more = ''): void {
    const sorted = times.toSorted((one, other) => one - other);
    const at = (name: Quantile) =>
      sorted[Math.min(sorted.length - 1, Math.floor(QUANTILES[name] * sorted.length))] ?? Number.NaN;
    const names = Object.keys(QUANTILES) as Quantile[];
    const barred = names.filter((name) => bars[name] !== undefined);
    this.#add({
      ...{
        what,
        more,
        figure: names
          .map((name) => `${name} ${short(at(name))}`)
          .join(', ')
          .concat(' ms'),
      },
      bar: barred.map((name) => `${name} ${bars[name]} ms`).join(', '),
      isMet: barred.length === 0 ? null : barred.every((name) => at(name) <= (bars[name] as number)),
    });
  }

  table(): string {
    const lines = this.#rows.map(({ what, figure, bar, isMet, more }) => {
      const verdict = isMet === null ? '' : isMet ? 'met' : '**missed**';
      return `| ${what} | ${figure} | ${bar} | ${verdict} | ${more} |\n`;
    });
    return `\n| what | measured | bar | | |\n|---|---|---|---|---|\n${lines.join('')}`;
  }

  /** docs/search-benchmarks.md. */
  page(): string {
    return `# Benchmarks of search

Written by \`npm run bench:search -- --write\` on ${new Date().toISOString().slice(0, 10)}, Node.js ${process.version}, ${os.cpus().length} cores (${os.cpus()[0]?.model.trim()}): ${this.#entries.toLocaleString('en')}
generated entries and their organizations in an embedded database (PGlite), service, database and whoever asks in one process. Times
are of the wall clock unless the processor is named; other work of the machine is in them.
${this.table()}
Queries are made by rules from generated titles, in the classes of the collection in \`test/search\`; \`frequent\` are words that most entries have. What
the figures rest on: ADR [58](decisions/0058-own-index-in-memory.md), [59](decisions/0059-stored-search-index.md) and
[55](decisions/0055-meilisearch-as-an-index.md).
`;
  }

  #add(row: Row): void {
    this.#rows.push(row);
    this.#tell(
      `  ${row.what}: ${row.figure}${row.bar && ` (bar ${row.bar}${row.isMet ? '' : ', MISSED'})`} ${row.more}`,
    );
  }
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
