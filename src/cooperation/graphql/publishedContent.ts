/** The published types of cooperation and requirements, one statement each, whatever is asked of them. */
import type { GraphQLResolveInfo } from 'graphql';
import { selectedColumns } from '../../catalogue/graphql/selection.ts';
import { entriesAt } from '../../catalogue/reads/entrySource.ts';
import type { LiveEntry } from '../../generated/prisma/client.ts';
import type { Context } from '../../graphql/context.ts';
import type { CooperationContent } from '../checklist.ts';
import { COOPERATION_COLUMNS, cooperationContent } from '../published.ts';

/**
 * All published entries of a kind.
 * @param paths where in the answer they stand: what is selected there is read with them
 */
export async function findAllOf(
  kind: 'cooperationType' | 'requirement',
  paths: string[][],
  context: Context,
  info: GraphQLResolveInfo,
  besides: readonly string[] = ['card'],
): Promise<LiveEntry[]> {
  const columns = selectedColumns(info, { paths, besides });
  return entriesAt(context, info, { kind }).findMany({ columns, where: { kind } });
}

/** Where in an answer types and requirements stand. */
export interface ContentPaths {
  readonly types: string[][];
  readonly requirements: string[][];
}

/** Everything that an assessment is made from, as the field's root says: now, or as of an instant. */
export async function publishedCooperation(
  paths: ContentPaths,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<CooperationContent<LiveEntry>> {
  const types = await findAllOf('cooperationType', paths.types, context, info, Object.keys(COOPERATION_COLUMNS));
  const requirements = await findAllOf(
    'requirement',
    paths.requirements,
    context,
    info,
    Object.keys(COOPERATION_COLUMNS),
  );
  return cooperationContent(types, requirements);
}
