/** Tiles as files: taken from one catalogue, brought to another as drafts, and refused when something is wrong with them. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readTile } from '../../src/cooperation/tiles/formats/formats.ts';
import {
  type PortableTile,
  TILE_FORMAT,
  TILE_FORMAT_1,
  TILE_VERSIONS,
  tileJsonSchema,
} from '../../src/cooperation/tiles/portableTile.ts';
import { tileSchemaFile, tileSchemaText } from '../../src/cooperation/tiles/schemaFile.ts';
import {
  DraftAsFileDocument,
  ImportTileDocument,
  type ImportTileInput,
  type ImportTileMutation,
  TileAsFileDocument,
  TilesAsFilesDocument,
} from '../generated/graphql.ts';
import { officialAsking } from '../testkit/asking.ts';
import { publish, writeDrafts, writeOrganization } from '../testkit/content.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { AS_EVA } from '../testkit/editorialDesk.ts';
import { type FileFolder, fileFolder } from '../testkit/fileStorages.ts';
import { pdf, pixelBomb, png, svg } from '../testkit/images.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { type Service, startService } from '../testkit/service.ts';

describe('the JSON Schema of tile files', () => {
  it('is the one in docs/formats; `npm run schema:tile` brings it up to date', () => {
    for (const version of TILE_VERSIONS) {
      expect(readFileSync(tileSchemaFile(version), 'utf8')).toBe(tileSchemaText(version));
    }
  });
});

describe.each(ONE_DATABASE)('tile files on %s', (database) => {
  let service: Service;
  let other: Service;
  let folder: FileFolder;
  beforeAll(async () => {
    folder = await fileFolder();
    service = await startService(database, { app: { fileStorage: folder.storage } });
    other = await startService(database, { app: { fileStorage: folder.storage } });
  });
  afterAll(async () => {
    await folder.remove();
    await service.stop();
    await other.stop();
  });

  const fileOf = async (slug: string, headers = {}) => {
    const { tile } = await service.read(TileAsFileDocument, { slug }, { headers });
    if (!tile) throw new Error(`there is no tile ${slug}`);
    return tile.file;
  };
  const parsed = (text: string) => JSON.parse(text) as PortableTile;
  const importInto = async (into: Service, input: ImportTileInput, headers: Record<string, string> = AS_EVA) =>
    (await into.read(ImportTileDocument, { input }, { headers })).importTile as NonNullable<
      ImportTileMutation['importTile']
    >;
  /** Paths of the errors of a file that is refused; nothing is kept of it. */
  const refusal = async (file: object | string, more: object = {}) => {
    const before = await digestOfRows(other.database.sql);
    const text = typeof file === 'string' ? file : JSON.stringify(file);
    const { entry, version, errors } = await importInto(other, { file: text, ...more });
    expect({ entry, version }).toEqual({ entry: null, version: null });
    expect(await digestOfRows(other.database.sql)).toBe(before);
    return errors.map(({ code, path, message }) => [code, path.join('.'), message]);
  };

  it('say which format they are in, and its schema is there for everybody, over HTTP', async () => {
    const { format, name, text } = await fileOf('ridici');
    expect([format, name, parsed(text).$schema]).toEqual([TILE_FORMAT, 'ridici.tile.json', TILE_FORMAT]);
    const response = await fetch(new URL('/schemas/tile-2.json', service.url));
    expect(response.headers.get('content-type')).toContain('application/schema+json');
    const schema = (await response.json()) as { $id: string; description: string };
    expect(schema).toEqual(tileJsonSchema(2));
    expect(schema.$id).toBe(TILE_FORMAT);
    expect(schema.description).toContain('not the one of the tile designer');
  });

  it('of every tile fit the schema, take as many statements as one, and are read again as they were written', async () => {
    service.statements.length = 0;
    const { tiles } = await service.read(TilesAsFilesDocument);
    expect(service.statements.length).toBeLessThanOrEqual(3);
    const schema = z.fromJSONSchema(tileJsonSchema(2) as never);
    expect(tiles?.nodes.length).toBeGreaterThan(30);
    for (const { slug, file } of tiles?.nodes ?? []) {
      expect(schema.safeParse(parsed(file.text)).error, slug).toBeUndefined();
      expect(readTile(file.text, null), slug).toEqual(parsed(file.text));
    }
    expect(schema.safeParse({ ...parsed(tiles?.nodes[0]?.file.text ?? ''), logo: 'x' }).success).toBe(false);
  });

  it('make a draft elsewhere, which says the same and is seen by nobody before it is published', async () => {
    const original = parsed((await fileOf('ridici')).text);
    const file = { ...original, slug: 'ridici-odjinud' };
    const { entry, version, errors } = await importInto(other, { file: JSON.stringify(file), reason: 'Odjinud' });
    expect({ errors, slug: entry?.slug, version }).toMatchObject({
      errors: [],
      slug: 'ridici-odjinud',
      version: { number: 1, state: 'DRAFT' },
    });
    const variables = { slug: 'ridici-odjinud' };
    expect((await other.read(TileAsFileDocument, variables)).tile).toBeNull();
    const { editorialEntry } = await other.read(DraftAsFileDocument, variables, { headers: AS_EVA });
    const content = editorialEntry?.openVersion?.content as { file: { text: string } };
    expect(parsed(content.file.text)).toEqual(file);
    const audit = await other.database.prisma.auditRecord.findMany({ where: { action: 'entry.import' } });
    expect(audit).toMatchObject([{ actor: officialAsking('eva'), details: { format: TILE_FORMAT } }]);
  });

  it('make a new draft of a tile that is there, for who has seen its present revision', async () => {
    const { editorialEntry } = await other.read(DraftAsFileDocument, { slug: 'ridici' }, { headers: AS_EVA });
    const { id: entryId = '', revision: expectedRevision = 0 } = editorialEntry ?? {};
    const changed = { ...parsed((await fileOf('ridici')).text), title: { cs: 'Jiný název' } };
    const file = JSON.stringify(changed);
    expect(await refusal(file)).toMatchObject([['CONFLICT', 'slug', expect.anything()]]);
    expect(await refusal(file, { entryId })).toMatchObject([['INVALID_INPUT', 'expectedRevision', expect.anything()]]);
    expect(await refusal(file, { entryId, expectedRevision: 99 })).toMatchObject([['CONFLICT', '', expect.anything()]]);
    expect(await refusal({ ...changed, slug: 'jiny' }, { entryId, expectedRevision })).toMatchObject([
      ['INVALID_INPUT', 'slug', expect.stringContaining('ridici')],
    ]);
    const { version, errors } = await importInto(other, { file, entryId, expectedRevision, submit: true });
    expect({ version, errors }).toMatchObject({ errors: [], version: { number: 2, state: 'IN_REVIEW' } });
    expect((await other.read(TileAsFileDocument, { slug: 'ridici' })).tile?.title).not.toBe('Jiný název');
  });

  it('carry the logo: as a file elsewhere it is the same image, and goes as far as the tile does', async () => {
    const logo = { mediaType: 'image/svg+xml', data: svg().toString('base64') } as const;
    const file = { ...parsed((await fileOf('ridici')).text), slug: 's-logem', logo };
    const { errors } = await importInto(service, { file: JSON.stringify(file) });
    expect(errors).toEqual([]);
    const draftIn = async (from: Service) => {
      const { editorialEntry } = await from.read(DraftAsFileDocument, { slug: 's-logem' }, { headers: AS_EVA });
      const content = editorialEntry?.openVersion?.content as { file: { text: string } } | undefined;
      return content?.file.text ?? '';
    };
    const text = await draftIn(service);
    const kept = Buffer.from(parsed(text).logo?.data ?? '', 'base64').toString();
    expect(kept).toBe(
      '<svg viewBox="0 0 64 32" xmlns="http://www.w3.org/2000/svg"><path d="M4 4h56v24H4z" fill="#2362A2"/></svg>',
    );
    expect((await importInto(other, { file: text })).errors).toEqual([]);
    expect(await draftIn(other)).toBe(text);
    const hashes = async ({ database: { prisma } }: Service) => prisma.fileContent.findMany({ select: { hash: true } });
    expect(await hashes(other)).toEqual(await hashes(service));
    const read = (file: string) => z.fromJSONSchema(tileJsonSchema(2) as never).safeParse(JSON.parse(file)).success;
    expect(read(text)).toBe(true);
  });

  it('of version 1, which had no logos, are still taken, and are written as version 2', async () => {
    const { logo: _, ...tile } = parsed((await fileOf('ridici')).text);
    const old = { ...tile, $schema: TILE_FORMAT_1, slug: 'stara' };
    expect((await importInto(other, { file: JSON.stringify(old) })).errors).toEqual([]);
    expect(await refusal({ ...old, slug: 'stara-2', logo: null })).toMatchObject([
      ['INVALID_INPUT', '', expect.stringContaining('logo')],
    ]);
    const response = await fetch(new URL('/schemas/tile-1.json', service.url));
    expect(await response.json()).toMatchObject({ $id: TILE_FORMAT_1 });
  });

  it.each([
    ['a script', 'image/svg+xml', svg('<script/>'), 'logo.data', 'must not have the element script'],
    ['another type than it says', 'image/png', svg(), 'logo.mediaType', 'must be image/svg+xml'],
    ['a bomb', 'image/png', pixelBomb(60_000), 'logo.data', '2048 pixels'],
    ['a document', 'image/png', pdf(), 'logo.data', 'must be a PNG or SVG image'],
    ['nothing', 'image/png', Buffer.alloc(0), 'logo.data', 'must not be empty'],
    ['a picture of another kind', 'image/gif', png(1, 1), 'logo.mediaType', 'must be one of'],
    ['too much', 'image/png', Buffer.alloc(51_000), 'logo.data', '66,668 characters'],
  ])('with a logo that is %s are refused, and nothing is kept', async (_name, mediaType, bytes, path, message) => {
    const logo = { mediaType, data: bytes.toString('base64') };
    const file = { ...parsed((await fileOf('ridici')).text), slug: 'zle-logo', logo };
    const names = await folder.names();
    expect(await refusal(file)).toMatchObject([['INVALID_INPUT', path, expect.stringContaining(message)]]);
    expect(await folder.names()).toEqual(names);
  });

  it('have one effect for one idempotency key', async () => {
    const file = JSON.stringify({ ...parsed((await fileOf('ridici')).text), slug: 'jednou' });
    const input = { file, idempotencyKey: 'import-jednou' };
    expect(await importInto(other, input)).toEqual(await importInto(other, input));
  });

  it('keep silent about related entries that the reader may not see', async () => {
    const { runner } = service;
    const organization = await writeOrganization(runner, 'bez-ico');
    const [draft = ''] = await writeDrafts(runner, [{ kind: 'page', slug: 'tajna', content: { organization } }]);
    const [shown = '', signedIn = ''] = await publish(runner, [
      { kind: 'page', slug: 'verejna', content: { organization } },
      { kind: 'page', slug: 'prihlasenym', content: { organization, audience: 'SIGNED_IN' } },
    ]);
    const related = [draft, signedIn, shown];
    await publish(runner, [
      { kind: 'tile', slug: 's-odkazy', content: { organization, related, keywords: { cs: [] } } },
    ]);
    const relatedOf = async (headers = {}) => parsed((await fileOf('s-odkazy', headers)).text).related;
    expect(await relatedOf()).toEqual([{ kind: 'page', slug: 'verejna' }]);
    expect(await relatedOf({ as: 'jan CITIZEN' })).toHaveLength(2);
    expect(parsed((await fileOf('s-odkazy')).text).provider).toEqual({ ico: null, slug: 'bez-ico' });
  });

  it('that are wrong are refused by path, all faults at once, and leave nothing behind', async () => {
    const tile = { ...parsed((await fileOf('ridici')).text), slug: 'spatna' };
    expect(await refusal('{"title":')).toMatchObject([['INVALID_INPUT', '', expect.stringContaining('not JSON')]]);
    expect(await refusal('[]')).toMatchObject([['INVALID_INPUT', '$schema', expect.stringContaining(TILE_FORMAT)]]);
    expect(await refusal({ ...tile, $schema: 'urn:dia:dlazdice' })).toMatchObject([
      ['INVALID_INPUT', '$schema', expect.anything()],
    ]);
    expect(await refusal(tile, { format: 'urn:dia:dlazdice' })).toMatchObject([
      ['INVALID_INPUT', 'format', expect.anything()],
    ]);
    const faulty = {
      ...tile,
      title: { en: 'Only English' },
      targetUrl: 'http://a.example',
      accentColour: 'red',
      logo: 'x',
    };
    const faults = await refusal({ ...faulty, provider: { ico: '00123454' } });
    expect(faults.map(([, path]) => path).sort()).toEqual([
      'accentColour',
      'logo',
      'provider.ico',
      'targetUrl',
      'title.cs',
    ]);
    const lost = await refusal({
      ...tile,
      provider: { slug: 'nikdo' },
      categories: ['spoluprace', 'nic'],
      territory: { ruianCode: '1' },
      related: [{ kind: 'form', slug: 'neni' }],
    });
    expect(lost.map(([, path]) => path)).toEqual(['provider.slug', 'categories.1', 'territory', 'related.0']);
  });

  it('are imported by editors alone', async () => {
    const file = JSON.stringify({ ...parsed((await fileOf('ridici')).text), slug: 'cizi' });
    const before = await digestOfRows(other.database.sql);
    const { errors } = await other.query(ImportTileDocument, { input: { file } }, { headers: { as: 'jan CITIZEN' } });
    expect(errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
    expect(await digestOfRows(other.database.sql)).toBe(before);
  });
});

describe('a format that is added', () => {
  it('is found by the identifier that the sender names, whatever its files look like', () => {
    const tile = {} as PortableTile;
    const foreign = { id: 'urn:dia:dlazdice', read: (file: string) => (file === '<dlazdice/>' ? tile : ({} as never)) };
    expect(readTile('<dlazdice/>', 'urn:dia:dlazdice', [foreign])).toBe(tile);
  });
});
