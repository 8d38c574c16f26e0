/** Ids of what symbols name. */
import type { Transaction } from '../../platform/database.ts';
import { type NamedTarget, parseSymbol, symbolOf } from './symbols.ts';

/** Ids by symbol, looked up once each. */
export class Targets {
  readonly #ids = new Map<string, string | null>();

  /** The id of what a symbol names; undefined when there is no such thing, or nobody has looked for it. */
  idOf(symbol: string): string | undefined {
    return this.#ids.get(symbol) ?? undefined;
  }

  /** Says what a symbol names. */
  set(symbol: string, id: string): void {
    this.#ids.set(symbol, id);
  }

  /** Looks for those of the symbols that nobody has looked for, with one statement for each table and kind. */
  async load(tx: Transaction, symbols: Iterable<string>): Promise<void> {
    const groups = new Map<string, NamedTarget[]>();
    for (const symbol of symbols) {
      const name = parseSymbol(symbol);
      if (!name || this.#ids.has(symbol)) continue;
      this.#ids.set(symbol, null);
      const group = groups.get(`${name.target} ${name.kind}`);
      if (group) group.push(name);
      else groups.set(`${name.target} ${name.kind}`, [name]);
    }
    for (const group of groups.values()) {
      const { target, kind } = group[0] as NamedTarget;
      const slugs = group.map(({ slug }) => slug);
      for (const { id, slug } of await find(tx, target, kind, slugs)) this.set(symbolOf({ target, kind, slug }), id);
    }
  }
}

function find(
  tx: Transaction,
  target: NamedTarget['target'],
  kind: string | null,
  slugs: string[],
): Promise<{ id: string; slug: string }[]> {
  const where = { slug: { in: slugs } };
  const select = { id: true, slug: true } as const;
  switch (target) {
    case 'organization':
      return tx.organization.findMany({ where, select });
    case 'category':
      return tx.category.findMany({ where, select });
    case 'territory':
      return tx.territory.findMany({ where, select });
    case 'file':
      return findFiles(tx, slugs);
    case 'entry':
      return tx.entry.findMany({ where: { ...where, kind: kind ?? '' }, select });
  }
}

/** Files go by the hash of what they hold, which is the same in every installation that has them. */
async function findFiles(tx: Transaction, hashes: string[]): Promise<{ id: string; slug: string }[]> {
  const where = { hash: { in: hashes }, purpose: 'LOGO' };
  const rows = await tx.file.findMany({ where, select: { id: true, hash: true }, orderBy: { id: 'desc' } });
  return rows.map(({ id, hash }) => ({ id, slug: hash ?? '' }));
}
