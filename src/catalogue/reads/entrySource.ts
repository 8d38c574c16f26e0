/** Where entries are read from: what is live now, or what was live at an instant. */
import type { GraphQLResolveInfo } from 'graphql';
import type { LiveEntry, Prisma } from '../../generated/prisma/client.ts';
import { type Context, instantAt } from '../../graphql/context.ts';
import { unwatched } from '../../graphql/watchedSources.ts';
import { audiencesOf, visibleTo } from './visibility.ts';

/** A query of entries; the condition is joined with what the viewer may see. */
export interface EntryQuery {
  readonly select: Prisma.LiveEntrySelect;
  readonly where: object;
  readonly orderBy?: object[];
  readonly take?: number;
}

/** Entries that the viewer may see; each call is one statement. */
export interface EntrySource {
  findMany(query: EntryQuery): Promise<LiveEntry[]>;
  /** How many there are; counting ends at `atMost`. */
  count(where: object, atMost: number): Promise<number>;
}

/**
 * What the rows that are read depend on: all entries of a kind (of every kind for `*`), or those with ids that are known; null for a
 * caller who notes it when the row is there.
 */
export type EntryUse = { readonly kind: string } | { readonly ids: readonly string[] } | null;

/** The entries that the field being resolved is to be answered from: its root field's `asOf` decides. */
export function entriesAt(context: Context, info: GraphQLResolveInfo, use: EntryUse): EntrySource {
  const instant = instantAt(context, info);
  const { liveEntry, publishedEntry } = unwatched(context.live);
  if (instant) context.uses.forbid();
  noteUse(context, use);
  const visible = visibleIn(context);
  // Both tables have the columns that are selected; the history has its period beside them.
  const table = (instant ? publishedEntry : liveEntry) as typeof liveEntry;
  const always = instant ? [visible, liveAt(instant), openStill(context)] : [visible];
  const joined = (where: object) => ({ AND: [...always, where] }) as Prisma.LiveEntryWhereInput;
  return {
    findMany: async ({ where, ...query }) =>
      (await table.findMany({ ...query, where: joined(where) })) as unknown as LiveEntry[],
    count: (where, take) => table.count({ where: joined(where), take }),
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
