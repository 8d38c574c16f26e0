/** Exports entries as a bulk file, ordered by kind and slug. */
import stringify from 'safe-stable-stringify';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Database, Transaction } from '../../platform/database.ts';
import type { CommonContent } from '../kinds/common.ts';
import { KIND_NAMES, type KindName, kindOf } from '../kinds/registry.ts';
import { type Reference, referencesOf, type Target } from '../references.ts';
import { FORMAT } from './format.ts';
import { newestVersions } from './newestVersions.ts';
import { symbolOf, writeReferences } from './symbols.ts';

export const EXPORTED_STATES = ['published', 'newest'] as const;
/** Which version of an entry: the live one, or the newest one that was not discarded. */
export type ExportedState = (typeof EXPORTED_STATES)[number];

export interface ExportOptions {
  /** All kinds when empty. */
  readonly kinds: readonly KindName[];
  readonly state: ExportedState;
  /** Leaves out what holds in this installation alone, so that equal content makes equal files. */
  readonly bare: boolean;
}

/** A version to be exported. */
interface ExportedVersion {
  readonly versionId: string;
  readonly kind: string;
  readonly slug: string;
  readonly number: number;
  readonly state: string;
  readonly content: CommonContent;
}

type Name = { readonly id: string; readonly slug: string };

/** Names of a page; contents are long, so fewer of them are read at a time. */
const NAMES = 1_000;
const CONTENTS = 50;
/** Longest time in milliseconds that reading may take: six hours. */
const TIMEOUT = 6 * 3_600_000;

/** Given lines and their number as they are made; the next ones are made when it has taken them. */
export type LineWriter = (lines: string, count: number) => Promise<void>;

/** Writes the entries as they are at one instant; answers how many. */
export async function exportEntries(database: Database, options: ExportOptions, write: LineWriter): Promise<number> {
  return database.$transaction(
    async (tx) => {
      let count = 0;
      for await (const versions of exportedVersions(tx, options)) {
        await write(await linesOf(tx, versions, options), versions.length);
        count += versions.length;
      }
      return count;
    },
    { isolationLevel: 'RepeatableRead', timeout: TIMEOUT, maxWait: TIMEOUT },
  );
}

async function* exportedVersions(tx: Transaction, { kinds, state }: ExportOptions): AsyncGenerator<ExportedVersion[]> {
  const wanted = kinds.length > 0 ? kinds : KIND_NAMES;
  for (const kind of [...new Set(wanted)].sort()) {
    for (let names = await page(tx, state, kind, ''); names.length > 0; ) {
      for (let first = 0; first < names.length; first += CONTENTS) {
        const versions = await versionsOf(tx, state, kind, names.slice(first, first + CONTENTS));
        if (versions.length > 0) yield versions;
      }
      names = await page(tx, state, kind, (names.at(-1) as Name).slug);
    }
  }
}

/** The next entries of a kind, in the order of bytes, which is the same whatever the collation of the database is. */
function page(tx: Transaction, state: ExportedState, kind: KindName, after: string): Promise<Name[]> {
  const table = Prisma.raw(state === 'published' ? '"LiveEntry"' : '"Entry"');
  return tx.$queryRaw<Name[]>`
    SELECT "id", "slug" FROM ${table} WHERE "kind" = ${kind} AND "slug" COLLATE "C" > ${after}
    ORDER BY "slug" COLLATE "C" LIMIT ${NAMES}`;
}

async function versionsOf(
  tx: Transaction,
  state: ExportedState,
  kind: KindName,
  names: readonly Name[],
): Promise<ExportedVersion[]> {
  const ids = names.map(({ id }) => id);
  const found = new Map(
    (state === 'published' ? await liveVersions(tx, ids) : await newestVersions(tx, ids)).map((version) => [
      version.entryId,
      version,
    ]),
  );
  return names.flatMap(({ id, slug }) => {
    const version = found.get(id);
    if (!version || version.state === 'DISCARDED') return [];
    return [{ ...version, kind, slug, content: version.content as CommonContent }];
  });
}

async function liveVersions(tx: Transaction, ids: string[]) {
  const versions = await tx.version.findMany({
    where: { live: { id: { in: ids } } },
    select: { id: true, entryId: true, number: true, state: true, content: true },
  });
  return versions.map(({ id, ...version }) => ({ ...version, versionId: id }));
}

async function linesOf(
  tx: Transaction,
  versions: readonly ExportedVersion[],
  { bare }: ExportOptions,
): Promise<string> {
  const references = versions.map(({ kind, content }) => referencesOf(kindOf(kind), content));
  const symbols = await symbolsOf(tx, references.flat());
  const published = bare ? new Map<string, Date>() : await publicationsOf(tx, versions);
  return versions
    .map(({ versionId, kind, slug, number, state, content }, index) => {
      const paths = (references[index] ?? []).map(
        ({ path, id }) => [path.join('.'), symbols.get(id) as string] as const,
      );
      const publishedAt = published.get(versionId) ?? null;
      const information = bare ? {} : { state, version: number, publishedAt };
      const envelope = JSON.stringify({ format: FORMAT, kind, slug, ...information });
      // Keys in one order, which is not the one that the database happens to keep them in.
      return `${envelope.slice(0, -1)},"content":${stringify(writeReferences(content, new Map(paths)))}}\n`;
    })
    .join('');
}

/** Symbols by id. */
async function symbolsOf(tx: Transaction, references: readonly Reference[]): Promise<Map<string, string>> {
  const where = (target: Target) => {
    return { id: { in: [...new Set(references.flatMap((one) => (one.target === target ? one.id : [])))] } };
  };
  const select = { id: true, slug: true } as const;
  const named = (target: Target, rows: readonly (Name & { kind?: string })[]) =>
    rows.map(({ id, slug, kind = null }) => [id, symbolOf({ target, kind, slug })] as const);
  return new Map([
    ...named('entry', await tx.entry.findMany({ where: where('entry'), select: { ...select, kind: true } })),
    ...named('organization', await tx.organization.findMany({ where: where('organization'), select })),
    ...named('category', await tx.category.findMany({ where: where('category'), select })),
    ...named('territory', await tx.territory.findMany({ where: where('territory'), select })),
    ...named('file', await filesBy(tx, where('file'))),
  ]);
}

/** Files, named by the hash of what they hold. */
async function filesBy(tx: Transaction, where: { id: { in: string[] } }): Promise<Name[]> {
  if (where.id.in.length === 0) return [];
  const rows = await tx.file.findMany({ where, select: { id: true, hash: true } });
  return rows.map(({ id, hash }) => ({ id, slug: hash ?? '' }));
}

async function publicationsOf(tx: Transaction, versions: readonly ExportedVersion[]): Promise<Map<string, Date>> {
  const versionIds = versions.map(({ versionId }) => versionId);
  const published = await tx.publishedEntry.findMany({
    where: { versionId: { in: versionIds } },
    select: { versionId: true, publishedAt: true },
  });
  return new Map(published.map(({ versionId, publishedAt }) => [versionId, publishedAt]));
}
