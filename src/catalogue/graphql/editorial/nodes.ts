/** Editors' objects by their ids. */
import { type Context, editorial } from '../../../graphql/context.ts';
import { may } from '../../../kernel/permissions.ts';

type Row = { id: string };
type Find = (context: Context, ids: string[]) => Promise<Row[]>;

const FINDERS: Readonly<Record<string, Find>> = {
  EditorialEntry: (context, ids) => editorial(context).entry.findMany({ where: { id: { in: ids } } }),
  EntryVersion: (context, ids) =>
    editorial(context).version.findMany({ where: { id: { in: ids } }, include: { entry: true } }),
  Release: (context, ids) => editorial(context).release.findMany({ where: { id: { in: ids } } }),
  PreviewLink: (context, ids) => editorial(context).previewLink.findMany({ where: { id: { in: ids } } }),
};

/** Whether objects of the type are for editors alone. */
export function isEditorialType(typeName: string): boolean {
  return Object.hasOwn(FINDERS, typeName);
}

/** The objects with the ids; for who may not see drafts there are none. */
export async function findEditorialRows(typeName: string, ids: string[], context: Context): Promise<Row[]> {
  return may(context.viewer, 'entry.readDrafts') ? ((await FINDERS[typeName]?.(context, ids)) ?? []) : [];
}
