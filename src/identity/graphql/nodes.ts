/** Tokens, invitations and grants by their ids, for those who act for their organizations. */
import type { Context } from '../../graphql/context.ts';
import { may } from '../../kernel/permissions.ts';
import { ownRows } from './shared.ts';

type Row = { id: string };

const FINDERS: Readonly<Record<string, (context: Context, where: object) => Promise<Row[]>>> = {
  ApiToken: ({ runner }, where) => runner.database.apiToken.findMany({ where }),
  Invitation: ({ runner }, where) => runner.database.invitation.findMany({ where }),
  Grant: ({ runner }, where) => runner.database.grant.findMany({ where }),
};

/** Whether objects of the type are found by {@link findAccessRows}. */
export function isAccessType(typeName: string): boolean {
  return Object.hasOwn(FINDERS, typeName);
}

/** The objects with the ids of organizations that the viewer acts for; for all others there are none. */
export async function findAccessRows(typeName: string, ids: string[], context: Context): Promise<Row[]> {
  if (!may(context.viewer, 'grant.manage')) return [];
  const where = { AND: [ownRows(context.viewer), { id: { in: ids } }] };
  return (await FINDERS[typeName]?.(context, where)) ?? [];
}
