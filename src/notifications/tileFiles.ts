import type { TileContent } from '../catalogue/kinds/tile/content.ts';
import { referencedLogo } from '../cooperation/tiles/embeddedLogo.ts';
import { toPortableTile } from '../cooperation/tiles/exportTile.ts';
import { fileNameOf, textOf } from '../cooperation/tiles/portableTile.ts';
import type { Database } from '../platform/database.ts';
import type { FileStorage } from '../platform/files/fileStorage.ts';

/** A tile as a file to be saved. */
export interface TileFile {
  readonly name: string;
  readonly text: string;
}

/** The file of a version of a tile, for the agency: it may see all that the tile refers to. */
export async function tileFileOf(
  database: Pick<Database, 'organization' | 'category' | 'territory' | 'entry' | 'file'>,
  storage: FileStorage,
  slug: string,
  content: TileContent,
): Promise<TileFile> {
  const among = (ids: readonly string[]) => ({ where: { id: { in: [...ids] } } });
  const categories = await database.category.findMany(among(content.categories));
  const related = await database.entry.findMany(among(content.related));
  const inOrder = <Row extends { id: string }>(ids: readonly string[], rows: readonly Row[]) =>
    ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
  const { territory: territoryId, logo } = content;
  const relations = {
    organization: await database.organization.findUniqueOrThrow({ where: { id: content.organization } }),
    categories: inOrder(content.categories, categories),
    territory: territoryId ? await database.territory.findUnique({ where: { id: territoryId } }) : null,
    related: inOrder(content.related, related),
    logo: logo ? await referencedLogo(storage, await database.file.findUniqueOrThrow({ where: { id: logo } })) : null,
  };
  return { name: fileNameOf(slug), text: textOf(toPortableTile(slug, content, relations)) };
}
