/** Where entries are read from: what is live now, or what was live at an instant. */
import type { GraphQLResolveInfo } from 'graphql';
import type { LiveEntry } from '../../generated/prisma/client.ts';
import { type Context, instantAt } from '../../graphql/context.ts';
import { unwatched } from '../../graphql/watchedSources.ts';
import type { Database } from '../../platform/database.ts';
import { type JsonStatement, readJson } from '../../platform/directStatements.ts';
import { rowsFrom } from './entryRow.ts';
import { countedStatement, countStatement, type RowsWanted, rowsStatement } from './entryStatements.ts';
import { audiencesOf, visibleTo } from './visibility.ts';

/** A page and the number of all rows that it is a page of. */
export interface CountedRows {
  /** Null where there are so many rows that they were not read with their number. */
  readonly rows: LiveEntry[] | null;
  readonly count: number;
}

/** Entries that the viewer may see; each call is one statement. Conditions are joined with what the viewer may see. */
export interface EntrySource {
  findMany(wanted: RowsWanted): Promise<LiveEntry[]>;
  /** How many there are; counting ends at `atMost`. */
  count(where: object, atMost: number): Promise<number>;
  /** A page of the rows of which `all` holds, and their number. */
  findCounted(wanted: RowsWanted & { readonly all: object }, atMost: number): Promise<CountedRows>;
}

/**
 * What the rows that are read depend on: all entries of a kind (of every kind for `*`), or those with ids that are known; null for a
 * caller who notes it when the row is there.
 */
export type EntryUse = { readonly kind: string } | { readonly ids: readonly string[] } | null;

/** The entries that the field being resolved is to be answered from: its root field's `asOf` decides. */
export function entriesAt(context: Context, info: GraphQLResolveInfo, use: EntryUse): EntrySource {
  const instant = instantAt(context, info);
  if (instant) context.uses.forbid();
  noteUse(context, use);
  const visible = visibleIn(context);
  // Both tables have the columns that are selected; the history has its period beside them.
  const table = instant ? 'PublishedEntry' : 'LiveEntry';
  const always = instant ? [visible, liveAt(instant), openStill(context)] : [visible];
  const joined = (where: object) => ({ AND: [...always, where] });
  const read = (statement: JsonStatement) => readJson(unwatched(context.live) as Database, statement);
  return {
    findMany: async (wanted) => {
      const rows = await read(rowsStatement(table, { ...wanted, where: joined(wanted.where) }));
      return rowsFrom(rows, wanted.columns);
    },
    count: async (where, atMost) => Number(await read(countStatement(table, joined(where), atMost))),
    findCounted: async ({ all, ...wanted }, atMost) => {
      const answer = await read(countedStatement(table, { ...wanted, all: joined(all) }, atMost));
      const { count, rows } = answer as { count: number; rows: unknown };
      return { count, rows: count < atMost ? rowsFrom(rows, wanted.columns) : null };
    },
  };
}

function noteUse({ uses }: Context, use: EntryUse): void {
  if (use && 'kind' in use) uses.note(`kind:${use.kind}`);
  if (use && 'ids' in use) for (const id of use.ids) uses.note(`entry:${id}`);
}

/** What the viewer may see, and what a preview shows them whatever its audience. */
function visibleIn({ viewer, previewed }: Context): object {
  const visible = visibleTo(viewer);
  return previewed ? { OR: [visible, { versionId: { in: [...previewed] } }] } : visible;
}

/** What is hidden from the viewer today is hidden from them in the past as well: it may have been open by mistake. */
function openStill({ viewer }: Context): object {
  const audiences = audiencesOf(viewer);
  if (audiences.includes('SIGNED_IN')) return {};
  const isHidden = { audience: { notIn: audiences } };
  return { entry: { NOT: { OR: [{ live: { is: isHidden } }, { tombstone: { is: isHidden } }] } } };
}

function liveAt(instant: Date): object {
  return { publishedAt: { lte: instant }, OR: [{ liveUntil: null }, { liveUntil: { gt: instant } }] };
}
