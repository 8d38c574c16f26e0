/** Answering a query as if a version, or all those of a release, were published. */
import { type Context, editorial } from '../../../graphql/context.ts';
import { DomainError } from '../../../kernel/errors.ts';
import { decodeGlobalId, invalidId } from '../../../kernel/ids.ts';
import type { ReferenceData } from '../../../organizations/referenceData.ts';
import type { Database } from '../../../platform/database.ts';
import { notFound } from '../../commands/steps.ts';
import { say } from '../../messages.ts';
import { readPreviewToken } from '../../previewToken.ts';
import { asIfPublished, type PreviewedVersions } from '../../reads/asIfPublished.ts';

/** What is asked for: by its global id, for who may see drafts, or by the token of a preview link, for anybody. */
export type PreviewRequest = { readonly id: string } | { readonly token: string };

/**
 * Answers what `answer` does in a context of its own, in which the versions asked for are published.
 * @throws DomainError PREVIEW_INVALID for a token; UNAUTHENTICATED, FORBIDDEN, INVALID_ID, NOT_FOUND for an id.
 */
export async function answerPreviewed<Answer>(
  references: ReferenceData,
  context: Context,
  wanted: PreviewRequest,
  answer: (context: Context) => Promise<Answer>,
): Promise<Answer> {
  const { runner } = context;
  const where =
    'token' in wanted ? await versionsByToken(context, wanted.token) : await versionsById(context, wanted.id);
  const referencesIn = await references.held();
  return asIfPublished(runner.database, where, runner.clock(), (tx, previewed) => {
    const fresh = { loaders: new Map() };
    // Editors' queries as well read within the transaction: on PGlite they would wait for its end, and it for them.
    const within = {
      live: tx,
      references: referencesIn(tx),
      runner: { ...runner, database: tx as unknown as Database },
    };
    return answer({ ...context, ...fresh, ...within, previewed });
  });
}

async function versionsByToken(context: Context, token: string): Promise<PreviewedVersions> {
  const { previewKey, runner } = context;
  const signed = readPreviewToken(previewKey, token);
  const link = signed && (await runner.database.previewLink.findUnique({ where: { id: signed.id } }));
  const isValid =
    link &&
    link.revokedAt === null &&
    link.expiresAt > runner.clock() &&
    link.expiresAt.getTime() === signed.expiresAt.getTime();
  if (isValid && link.versionId) return { id: link.versionId };
  if (isValid && link.releaseId) return { releaseId: link.releaseId };
  // One answer for whatever is wrong: who has no valid token learns nothing of links.
  throw new DomainError('PREVIEW_INVALID', say('The preview link is not valid, or not any more: ask for a new one.'));
}

async function versionsById(context: Context, globalId: string): Promise<PreviewedVersions> {
  const { version, release } = editorial(context);
  const { typeName, id } = decodeGlobalId(globalId);
  if (typeName === 'EntryVersion') {
    if (!(await version.findUnique({ where: { id }, select: { id: true } }))) throw notFound('version');
    return { id };
  }
  if (typeName === 'Release') {
    if (!(await release.findUnique({ where: { id }, select: { id: true } }))) throw notFound('release');
    return { releaseId: id };
  }
  throw invalidId(say('This is the id of a {type}: a version or a release can be previewed.', { type: typeName }));
}
