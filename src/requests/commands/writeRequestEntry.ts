import { createEntries } from '../../catalogue/commands/createEntries.ts';
import { reviseEntry } from '../../catalogue/commands/reviseEntry.ts';
import type { StepResult } from '../../catalogue/commands/steps.ts';
import type { CommonContent } from '../../catalogue/kinds/common.ts';
import { importTile } from '../../cooperation/tiles/commands/importTile.ts';
import type { Store } from '../../files/keeping.ts';
import { type CommandContext, defineCommand } from '../../journal/command.ts';
import { type Issue, invalidInput } from '../../kernel/errors.ts';
import type { ATTACHABLE_KINDS } from '../content.ts';
import { say } from '../messages.ts';
import { assertAttached, holdEntry } from './attachedEntries.ts';
import { claimForStep, type RequestResult, type RequestTarget, takeRequestStep } from './steps.ts';

/** What an entry of a request is to say: the whole content of its kind, or a tile file. */
export type EntryDraft =
  | { readonly kind: (typeof ATTACHABLE_KINDS)[number]; readonly slug: string; readonly content: object }
  | { readonly tileFile: string; readonly store: Store };

/** A draft to be written for a request: of a new entry, or of one that is attached. */
export interface RequestEntryDraft extends RequestTarget {
  readonly draft: EntryDraft;
  readonly entryId?: string | null;
  /** Revision of that entry that the draft was made for. */
  readonly expectedEntryRevision?: number | null;
}

/** The result of a command that wrote an entry too. */
export interface RequestEntryResult extends RequestResult {
  readonly entryId: string;
}

/**
 * Writes the draft of an entry that a request asks to have published, by the catalogue's own steps, and attaches it. The
 * applicant writes for its own organization alone.
 * @throws DomainError INVALID_INPUT, CONFLICT, ILLEGAL_TRANSITION as creating, revising and importing entries do; NOT_FOUND
 *   for an entry that is not attached.
 */
export const writeRequestEntry = defineCommand({
  name: 'writeRequestEntry',
  action: 'request.write',
  async run(context, { draft, entryId, expectedEntryRevision, ...target }: RequestEntryDraft) {
    const request = await claimForStep(context, 'revise', target);
    if (entryId) await assertAttached(context, request.id, entryId);
    const written = await write(context, draft, entryId ?? null, expectedEntryRevision ?? null);
    await assertOwn(context, request.organizationId, written, draft);
    if (!entryId) await holdEntry(context, request, written.entryId);
    const details = { written: written.entryId };
    const result = await takeRequestStep(context, 'revise', request, { fields: ['entries'], details });
    return { ...result, entryId: written.entryId } satisfies RequestEntryResult;
  },
});

async function write(
  context: CommandContext,
  draft: EntryDraft,
  entryId: string | null,
  expectedRevision: number | null,
): Promise<StepResult> {
  if (entryId && expectedRevision === null) {
    const issue = { path: ['expectedEntryRevision'], message: say('must be given with entryId') };
    throw invalidInput(say('The entry'), [issue]);
  }
  if ('tileFile' in draft) {
    return importTile.run(context, { file: draft.tileFile, entryId, expectedRevision, store: draft.store });
  }
  const { kind, slug, content } = draft;
  if (entryId) return reviseEntry.run(context, { entryId, expectedRevision: expectedRevision ?? 0, content, kind });
  const [created] = await createEntries.run(context, [{ kind, slug, content }]);
  if (!created) throw new Error('No entry was created.');
  return created;
}

async function assertOwn(
  { tx }: CommandContext,
  organizationId: string,
  { versionId }: StepResult,
  draft: EntryDraft,
): Promise<void> {
  const { content } = await tx.version.findUniqueOrThrow({ where: { id: versionId ?? '' }, select: { content: true } });
  if ((content as unknown as CommonContent).organization === organizationId) return;
  const path: Issue['path'] = 'tileFile' in draft ? ['provider'] : ['content', 'organization'];
  throw invalidInput(say('The entry'), [{ path, message: say('must be the organization that the request is for') }]);
}
