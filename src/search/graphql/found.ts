/** What can be found, read again before it is shown. */
import { brandWithType } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import { selectedColumns } from '../../catalogue/graphql/selection.ts';
import { kindOf } from '../../catalogue/kinds/registry.ts';
import { entriesAt } from '../../catalogue/reads/entrySource.ts';
import type { LiveEntry } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import type { Organization } from '../../organizations/referenceData.ts';
import { ORGANIZATION } from '../documents.ts';
import { FOUND_TYPES } from './searchKind.ts';

/** A row that was found: of an entry or of an organization. */
export type Found = LiveEntry | Organization;

export const SearchResultUnion = builder.unionType('SearchResult', {
  description: 'What can be found: entries of the kinds that readers meet, and organizations.',
  types: FOUND_TYPES as never[],
});
export const SearchResultRef = SearchResultUnion as never as ReturnType<typeof builder.objectRef<Found>>;

/** A hit of the engine. */
interface Hit {
  readonly id: string;
  readonly kind: string;
}

/**
 * The rows of hits, by id, as they are now and as far as the viewer may see them: what was withdrawn a moment ago is not among
 * them. One statement for the entries, and one for organizations that are not held.
 * @param paths where in the answer the rows stand
 */
export async function readFound(
  hits: readonly Hit[],
  paths: string[][],
  context: Context,
  info: GraphQLResolveInfo,
): Promise<ReadonlyMap<string, Found>> {
  const idsOf = (isOrganization: boolean) =>
    hits.filter(({ kind }) => (kind === ORGANIZATION) === isOrganization).map(({ id }) => id);
  const columns = selectedColumns(info, { paths, besides: ['shortText'] });
  const ids = idsOf(false);
  const entries =
    ids.length > 0 ? await entriesAt(context, info, { ids }).findMany({ columns, where: { id: { in: ids } } }) : [];
  const organizations = await Promise.all(idsOf(true).map((id) => context.references.organization(id)));
  for (const entry of entries) brandWithType(entry, kindOf(entry.kind).typeName as never);
  const rows: Found[] = [...entries, ...organizations.flatMap((one) => (one ? [{ ...one }] : []))];
  for (const row of rows) if (!('title' in row)) brandWithType(row, 'Organization' as never);
  return new Map(rows.map((row) => [row.id, row]));
}
