/** Tiles as files: `Tile.export`, and the mutation that imports one. */
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { EntryPayloadRef, entryIdOf, entryOutcome } from '../../../catalogue/graphql/editorial/payload.ts';
import type { TileContent } from '../../../catalogue/kinds/tile/content.ts';
import { TileRef } from '../../../catalogue/kinds/tile/graphql.ts';
import { entriesAt } from '../../../catalogue/reads/entrySource.ts';
import { fileLoader } from '../../../files/graphql/logo.ts';
import { storeOf } from '../../../files/graphql/store.ts';
import type { LiveEntry } from '../../../generated/prisma/client.ts';
import { builder } from '../../../graphql/builder.ts';
import { type Context, instantAt, loaderOf } from '../../../graphql/context.ts';
import { IDEMPOTENCY_KEY } from '../../../graphql/payload.ts';
import { importTile, type TileImport } from '../commands/importTile.ts';
import { referencedLogo } from '../embeddedLogo.ts';
import { toPortableTile } from '../exportTile.ts';
import { fileNameOf, type PortableTile, TILE_FORMAT, textOf } from '../portableTile.ts';

const TileFileRef = builder.objectRef<PortableTile>('TileFile').implement({
  description: 'A tile as a file that other systems can take. The format is our own, not the one of the tile designer.',
  fields: (t) => ({
    format: t.string({
      description: 'Identifier of the format; its JSON Schema is at `/schemas/tile-2.json`.',
      resolve: () => TILE_FORMAT,
    }),
    name: t.string({ description: 'Name to save it under.', resolve: ({ slug }) => fileNameOf(slug) }),
    text: t.string({
      description: 'The file: JSON, to be saved in UTF-8.',
      resolve: textOf,
    }),
  }),
});

builder.prismaObjectField(TileRef, 'file', (t) =>
  t.field({
    type: TileFileRef,
    description:
      'The tile as a file: published, past, previewed or a draft, as it is read here. Related entries that the reader may not see are left out.',
    select: {
      ...{ slug: true, title: true, shortText: true, audience: true, card: true, body: true },
      ...{ organizationId: true, categoryIds: true, territoryId: true },
    },
    resolve: (row, _args, context, info) => fileOf(row as LiveEntry, context, info),
  }),
);

async function fileOf(row: LiveEntry, context: Context, info: GraphQLResolveInfo): Promise<PortableTile> {
  const { slug, title, shortText, audience, card, body, organizationId, categoryIds, territoryId } = row;
  const content = { title, shortText, audience, ...(card as object), ...(body as object) } as unknown as TileContent;
  const { references } = context;
  // Asked for before anything is waited for, so that the tiles of a list ask together.
  const names = relatedLoader(context, info).loadMany(content.related);
  const organization = await references.organization(organizationId);
  if (!organization) throw new Error(`The organization ${organizationId} of the tile ${slug} is missing.`);
  const categories = await references.categories();
  const related = await names;
  const logo = content.logo ? await fileLoader(context).load(content.logo) : null;
  return toPortableTile(slug, content, {
    organization,
    categories: categoryIds.flatMap((id) => categories.get(id) ?? []),
    territory: territoryId ? ((await references.territories()).get(territoryId) ?? null) : null,
    logo: logo && (await referencedLogo(context.files.storage, logo)),
    related: related.flatMap((entry) => {
      if (entry instanceof Error) throw entry;
      return entry ?? [];
    }),
  });
}

type Named = Pick<LiveEntry, 'kind' | 'slug'>;

/** Kinds and slugs of entries that the reader may see: one statement for a whole list of tiles. */
function relatedLoader(context: Context, info: GraphQLResolveInfo): DataLoader<string, Named | null> {
  const instant = instantAt(context, info)?.toISOString() ?? 'now';
  return loaderOf(context, `names of entries as of ${instant}`, () => {
    return new DataLoader(async (ids: readonly string[]) => {
      const entries = entriesAt(context, info, { ids });
      const rows = await entries.findMany({ columns: ['id', 'kind', 'slug'], where: { id: { in: [...ids] } } });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    });
  });
}

interface ImportTileInput extends Omit<TileImport, 'store'> {
  readonly idempotencyKey?: string | null;
}

const ImportTileInputRef = builder.inputRef<ImportTileInput>('ImportTileInput').implement({
  description: 'Input of `importTile`.',
  fields: (t) => ({
    file: t.string({ required: true, description: 'The file, as a text.' }),
    format: t.string({
      description: 'Identifier of its format, for one that does not say it itself, as JSON does in `$schema`.',
    }),
    entryId: t.id({ description: 'Global id of the tile to make a new draft of; a new tile when left out.' }),
    expectedRevision: t.int({ description: 'Revision of that tile that the file was made for.' }),
    reason: t.string({ description: 'Why, for those who read the history.' }),
    submit: t.boolean({ description: 'Whether to submit the draft for review at once.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

builder.mutationField('importTile', (t) =>
  t.field({
    type: EntryPayloadRef,
    authScopes: { may: importTile.action },
    description: 'Makes a draft of a tile file. Paths of errors are those in the file.',
    args: { input: t.arg({ type: ImportTileInputRef, required: true, description: 'The file.' }) },
    resolve: (_root, { input: { idempotencyKey, entryId, ...input } }, context) =>
      entryOutcome(
        context,
        importTile,
        () => ({
          ...input,
          entryId: entryId ? entryIdOf(String(entryId), ['entryId']) : null,
          store: storeOf(context),
        }),
        idempotencyKey,
      ),
  }),
);
