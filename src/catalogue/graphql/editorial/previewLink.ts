/** Preview links: leave to see a version or a release before it is published, for whoever has the link. */
import DataLoader from 'dataloader';
import type { PreviewLink } from '../../../generated/prisma/client.ts';
import { builder } from '../../../graphql/builder.ts';
import { type Context, editorial, loaderOf, run } from '../../../graphql/context.ts';
import { ERRORS, IDEMPOTENCY_KEY, type Outcome, outcomeOf } from '../../../graphql/payload.ts';
import type { Issue } from '../../../kernel/errors.ts';
import { decodeGlobalId, idOf, invalidId } from '../../../kernel/ids.ts';
import { parseTime } from '../../../kernel/localTime.ts';
import { assertMay } from '../../../kernel/permissions.ts';
import {
  createPreviewLink,
  type PreviewLinkResult,
  type PreviewTarget,
} from '../../commands/previews/createPreviewLink.ts';
import { revokePreviewLink } from '../../commands/previews/revokePreviewLink.ts';
import { say } from '../../messages.ts';
import { previewToken } from '../../previewToken.ts';
import { ReleaseRef, releaseOf } from './release.ts';
import { EntryVersionRef } from './types.ts';

const PreviewLinkRef = builder.objectRef<PreviewLink>('PreviewLink');

builder.node(PreviewLinkRef, {
  authScopes: { may: 'entry.readDrafts' },
  description: 'Leave to see a version or a release before it is published, given to whoever has the link.',
  id: { resolve: ({ id }) => id },
  fields: (t) => ({
    version: t.field({
      type: EntryVersionRef,
      nullable: true,
      description: 'The version that it shows, if it is one.',
      resolve: ({ versionId: id }, _args, context) =>
        id === null ? null : editorial(context).version.findUnique({ where: { id }, include: { entry: true } }),
    }),
    release: t.field({
      type: ReleaseRef,
      nullable: true,
      description: 'The release that it shows, if it is one.',
      resolve: ({ releaseId }, _args, context) => releaseOf(context, releaseId),
    }),
    author: t.exposeString('author', { description: 'Pseudonym of whoever made it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'From when on it leads nowhere.' }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null when it was not.',
    }),
    isValid: t.boolean({
      description: 'Whether it leads somewhere now.',
      resolve: ({ revokedAt, expiresAt }, _args, { runner }) => revokedAt === null && expiresAt > runner.clock(),
    }),
  }),
});

type Column = 'versionId' | 'releaseId';

/** Links to a version or a release, newest first; all that one answer shows are read together. */
function linksTo(context: Context, column: Column, id: string): Promise<PreviewLink[]> {
  const loader = loaderOf(context, `preview links by ${column}`, () => {
    return new DataLoader(async (ids: readonly string[]) => {
      const found = await editorial(context).previewLink.findMany({
        where: { [column]: { in: [...ids] } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      return ids.map((one) => found.filter((link) => link[column] === one));
    });
  });
  return loader.load(id);
}

const LISTED = 'Preview links to it, also those that lead nowhere any more, newest first.';

builder.objectField(EntryVersionRef, 'previewLinks', (t) =>
  t.field({
    type: [PreviewLinkRef],
    description: LISTED,
    resolve: ({ id }, _args, context) => linksTo(context, 'versionId', id),
  }),
);

builder.objectField(ReleaseRef, 'previewLinks', (t) =>
  t.field({
    type: [PreviewLinkRef],
    description: LISTED,
    resolve: ({ id }, _args, context) => linksTo(context, 'releaseId', id),
  }),
);

const PreviewLinkPayloadRef = builder.objectRef<Outcome<PreviewLink>>('PreviewLinkPayload').implement({
  description: 'What a mutation of a preview link did.',
  fields: (t) => ({
    previewLink: t.field({
      type: PreviewLinkRef,
      nullable: true,
      description: 'The link, as it is now; null when there are errors.',
      resolve: ({ result }) => result,
    }),
    token: t.string({
      nullable: true,
      description:
        'The secret that makes it a link: `/graphql?preview=` and the token answers queries as if the version or the ' +
        'release were published. Null for a link that is revoked.',
      resolve: ({ result }, _args, { previewKey }) =>
        result && !result.revokedAt ? previewToken(previewKey, result) : null,
    }),
    errors: t.field(ERRORS),
  }),
});

/** The outcome of a command of preview links, with the link as it is then. */
function linkOutcome(context: Context, work: () => Promise<PreviewLinkResult>): Promise<Outcome<PreviewLink>> {
  return outcomeOf(async () => {
    // Before the input is looked at: who may not do it learns nothing else.
    assertMay(context.viewer, 'preview.share');
    const { linkId: id } = await work();
    return editorial(context).previewLink.findUniqueOrThrow({ where: { id } });
  });
}

const CreatePreviewLinkInput = builder.inputType('CreatePreviewLinkInput', {
  description: 'Input of `createPreviewLink`: either `expiresIn` or `expiresAt`, at most 30 days from now.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Global id of the version or the release that it is to show.' }),
    expiresIn: t.string({ description: 'How long it is to lead there: an ISO 8601 duration such as P7D or PT8H.' }),
    expiresAt: t.string({
      description:
        'Until when: with an offset, or without one as local time in Europe/Prague, such as 2026-11-23T09:30.',
    }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

const RevokePreviewLinkInput = builder.inputType('RevokePreviewLinkInput', {
  description: 'Input of `revokePreviewLink`.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Global id of the link.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

builder.mutationFields((t) => ({
  createPreviewLink: t.field({
    authScopes: { may: 'preview.share' },
    type: PreviewLinkPayloadRef,
    description: 'Makes a link by which whoever has it sees a version or a release as if it were published.',
    args: { input: t.arg({ type: CreatePreviewLinkInput, required: true, description: 'What to show, how long.' }) },
    resolve: (_root, { input: { id, expiresIn, expiresAt, idempotencyKey } }, context) =>
      linkOutcome(context, () => {
        const expiry = { expiresIn, expiresAt: expiresAt ? parseTime(expiresAt, ['expiresAt']) : null };
        return run(context, createPreviewLink, { target: targetOf(id, ['id']), ...expiry }, idempotencyKey);
      }),
  }),
  revokePreviewLink: t.field({
    authScopes: { may: 'preview.share' },
    type: PreviewLinkPayloadRef,
    description: 'Revokes a preview link: from now on it leads nowhere.',
    args: { input: t.arg({ type: RevokePreviewLinkInput, required: true, description: 'The link.' }) },
    resolve: (_root, { input: { id, idempotencyKey } }, context) =>
      linkOutcome(context, () =>
        run(context, revokePreviewLink, { linkId: idOf('PreviewLink', id, ['id']) }, idempotencyKey),
      ),
  }),
}));

function targetOf(globalId: string, path: Issue['path']): PreviewTarget {
  const { typeName, id } = decodeGlobalId(globalId, path);
  if (typeName === 'EntryVersion') return { versionId: id };
  if (typeName === 'Release') return { releaseId: id };
  throw invalidId(
    say('This is the id of a {type}: a version or a release can be previewed.', { type: typeName }),
    path,
  );
}
