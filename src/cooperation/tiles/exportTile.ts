/** A tile of the catalogue as a portable file. */
import type { TileContent } from '../../catalogue/kinds/tile/content.ts';
import type { EmbeddedLogo } from './embeddedLogo.ts';
import { type PortableTile, portableTile, TILE_FORMAT } from './portableTile.ts';

/** What a tile refers to, under names that hold elsewhere. */
export interface TileRelations {
  readonly organization: { readonly slug: string; readonly ico: string | null };
  readonly categories: readonly { readonly slug: string }[];
  readonly territory: { readonly nutsCode: string | null; readonly ruianCode: string | null } | null;
  /** Those that the reader may see. */
  readonly related: readonly { readonly kind: string; readonly slug: string }[];
  readonly logo: EmbeddedLogo | null;
}

/** The file of a tile; what the reader may not see is not in it. */
export function toPortableTile(slug: string, content: TileContent, relations: TileRelations): PortableTile {
  const { organization: _organization, categories: _categories, territory: _territory, ...texts } = content;
  const { organization, categories, territory, related, logo } = relations;
  return portableTile.parse({
    $schema: TILE_FORMAT,
    slug,
    provider: { ico: organization.ico, slug: organization.slug },
    ...texts,
    logo,
    categories: categories.map((category) => category.slug),
    territory: territory && {
      nutsCode: territory.nutsCode,
      ruianCode: territory.nutsCode ? null : territory.ruianCode,
    },
    related: related.map(({ kind, slug: name }) => ({ kind, slug: name })),
  });
}
