import { createEntries } from '../../../catalogue/commands/createEntries.ts';
import { reviseEntry } from '../../../catalogue/commands/reviseEntry.ts';
import type { StepResult } from '../../../catalogue/commands/steps.ts';
import { say as sayOfEntries } from '../../../catalogue/messages.ts';
import { keepNewFile, type Store } from '../../../files/keeping.ts';
import { checkFile } from '../../../files/purposes.ts';
import { type CommandContext, defineCommand } from '../../../journal/command.ts';
import { DomainError, type Issue, invalidInput } from '../../../kernel/errors.ts';
import type { Message } from '../../../kernel/message.ts';
import type { Transaction } from '../../../platform/database.ts';
import { readTile } from '../formats/formats.ts';
import { say } from '../messages.ts';
import type { PortableTile } from '../portableTile.ts';

/** A tile file to be imported: as a new tile, or as a new draft of one that is there. */
export interface TileImport {
  readonly file: string;
  /** Identifier of the file's format; the file says it itself when this is left out. */
  readonly format?: string | null;
  readonly entryId?: string | null;
  readonly expectedRevision?: number | null;
  readonly reason?: string | null;
  readonly submit?: boolean | null;
  /** Keeps the bytes of the logo. */
  readonly store: Store;
}

/**
 * Makes a draft of a tile file. What is live stays live.
 * @throws DomainError INVALID_INPUT naming everything that is wrong by its path in the file, references that lead nowhere
 * included; CONFLICT when the slug is taken or the tile has changed; NOT_FOUND.
 */
export const importTile = defineCommand({
  name: 'importTile',
  action: 'entry.edit',
  async run(
    context,
    { file, format, entryId, expectedRevision, reason, submit, store }: TileImport,
  ): Promise<StepResult> {
    const tile = readTile(file, format ?? null);
    const content = { ...(await contentOf(context.tx, tile)), logo: await keepLogo(context, tile, store) };
    const change = { kind: 'tile', content, reason: reason ?? null, submit: submit ?? null };
    if (!entryId) return noted(context, tile, (await createEntries.run(context, [{ ...change, slug: tile.slug }]))[0]);
    await assertSlugIs(context.tx, entryId, tile.slug);
    if (!expectedRevision) {
      const issue = { path: ['expectedRevision'], message: say('must be given with entryId') };
      throw invalidInput(say('The import'), [issue]);
    }
    return noted(context, tile, await reviseEntry.run(context, { ...change, entryId, expectedRevision }));
  },
});

function noted(context: CommandContext, { $schema }: PortableTile, result: StepResult | undefined): StepResult {
  if (!result) throw new Error('The import made no draft.');
  const { entryId, versionId, revision } = result;
  const version = versionId ? { versionId } : {};
  const details = { format: $schema };
  context.audit({ action: 'entry.import', objectType: 'entry', objectId: entryId, ...version, revision, details });
  return result;
}

async function assertSlugIs(tx: Transaction, id: string, slug: string): Promise<void> {
  const entry = await tx.entry.findUnique({ where: { id }, select: { slug: true } });
  if (!entry) throw new DomainError('NOT_FOUND', sayOfEntries('There is no such entry.'));
  if (entry.slug === slug) return;
  throw invalidInput(say('The tile file'), [
    { path: ['slug'], message: say('must be {slug}, the slug of the tile', { slug: entry.slug }) },
  ]);
}

/**
 * Looks at the logo as at one that is uploaded, and keeps it; answers the id of the file.
 * @throws DomainError INVALID_INPUT with the path in the file.
 */
async function keepLogo(context: CommandContext, { logo }: PortableTile, store: Store): Promise<string | null> {
  if (!logo) return null;
  try {
    const checked = await checkFile('LOGO', Buffer.from(logo.data, 'base64'));
    const { mediaType } = checked;
    if (mediaType === logo.mediaType) return await keepNewFile(context, 'LOGO', checked, store);
    const message = say('must be {mediaType}: that is what the content is', { mediaType });
    throw invalidInput(say('The tile file'), [{ path: ['logo', 'mediaType'], message }]);
  } catch (error) {
    if (!(error instanceof DomainError) || error.issues[0]?.path.length !== 0) throw error;
    throw invalidInput(
      say('The tile file'),
      error.issues.map(({ message }) => ({ path: ['logo', 'data'], message })),
    );
  }
}

/** Content of the catalogue with ids in the place of names. */
async function contentOf(tx: Transaction, tile: PortableTile): Promise<object> {
  const { $schema: _schema, slug: _slug, logo: _logo, provider, categories, territory, related, ...texts } = tile;
  const issues: Issue[] = [];
  /** The id, or an issue at `path`. */
  const found = (id: string | undefined, path: Issue['path'], message: Message): string => {
    if (id === undefined) issues.push({ path, message });
    return id ?? '';
  };
  const select = { id: true } as const;
  const [key, where] = provider.ico
    ? (['ico', { ico: provider.ico }] as const)
    : (['slug', { slug: provider.slug ?? '' }] as const);
  const named = await tx.organization.findUnique({ where, select: { id: true, status: true, successorId: true } });
  // Whoever names an organization that was merged means the one that it was merged into.
  const organizationId = named?.status === 'MERGED' ? (named.successorId ?? undefined) : named?.id;
  const themes = await tx.category.findMany({ where: { slug: { in: categories } }, select: { id: true, slug: true } });
  const place = territory && (await tx.territory.findFirst({ where: codeOf(territory), select }));
  const relatives = await tx.entry.findMany({
    where: { OR: related.map(({ kind, slug }) => ({ kind, slug })) },
    select: { id: true, kind: true, slug: true },
  });
  const content = {
    ...texts,
    organization: found(organizationId, ['provider', key], say('must name an organization that is in the catalogue')),
    categories: categories.map((slug, index) =>
      found(
        themes.find((one) => one.slug === slug)?.id,
        ['categories', index],
        say('must name a category that is in the catalogue'),
      ),
    ),
    territory: territory && found(place?.id, ['territory'], say('must name a territory that is in the catalogue')),
    related: related.map(({ kind, slug }, index) =>
      found(
        relatives.find((one) => one.kind === kind && one.slug === slug)?.id,
        ['related', index],
        say('must name an entry that is in the catalogue'),
      ),
    ),
  };
  if (issues.length > 0) throw invalidInput(say('The tile file'), issues);
  return content;
}

function codeOf({ nutsCode, ruianCode }: NonNullable<PortableTile['territory']>) {
  return nutsCode === null ? { ruianCode } : { nutsCode };
}
