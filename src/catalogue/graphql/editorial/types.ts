/** Entries and versions as their editors see them. */
import type { Entry, LiveEntry, ReviewComment } from '../../../generated/prisma/client.ts';
import { builder } from '../../../graphql/builder.ts';
import { editorial } from '../../../graphql/context.ts';
import { enumValues } from '../../../graphql/enumValues.ts';
import { EDITED_LOCALES } from '../../../kernel/locale.ts';
import { diffContent, type FieldChange } from '../../diff.ts';
import { WITHDRAW_JOB } from '../../jobs.ts';
import type { CommonContent } from '../../kinds/common.ts';
import { type KindName, kindOf } from '../../kinds/registry.ts';
import { OPEN_STATES, type VersionState } from '../../lifecycle.ts';
import { type LocaleStatus, localeStatuses, type StaleText } from '../../localisation.ts';
import { projectLive } from '../../projection.ts';
import type { VersionRow } from '../../workingRows.ts';
import { CatalogueEntryRef } from '../catalogueEntry.ts';
import { loadEntries } from '../entryLoader.ts';
import { EntryKindEnum } from '../shared.ts';

const STATE_DESCRIPTIONS: Record<VersionState, string> = {
  DRAFT: 'Being written.',
  IN_REVIEW: 'Waiting for an approver.',
  CHANGES_REQUESTED:
    'Sent back with comments; the author continues in a new version, or submits it again as it is with the request that it is for.',
  APPROVED: 'Approved, and not published yet.',
  SCHEDULED: 'Approved, to be published at a set time.',
  PUBLISHED: 'What readers see.',
  SUPERSEDED: 'Was published until a newer version was.',
  WITHDRAWN: 'Was published until the entry was withdrawn.',
  DISCARDED: 'Given up before it was published.',
};

export const VersionStateEnum = builder.enumType('VersionState', {
  description: 'States in the life of a version.',
  values: enumValues(STATE_DESCRIPTIONS),
});

const ChangeKindEnum = builder.enumType('ChangeKind', {
  description: 'How a field differs.',
  values: {
    ADDED: { description: 'It had no value before.' },
    REMOVED: { description: 'It has no value any more.' },
    CHANGED: { description: 'It has another value.' },
  } satisfies Record<FieldChange['kind'], object>,
});

const asJson = (value: unknown) => (value === null ? null : JSON.stringify(value));

const FieldChangeRef = builder.objectRef<FieldChange>('FieldChange').implement({
  description: 'A field that differs between two versions.',
  fields: (t) => ({
    path: t.exposeString('path', {
      description: 'Path of the field in the content, such as `conditions.ownPortal.holds`.',
    }),
    locale: t.expose('locale', {
      type: 'Locale',
      nullable: true,
      description: 'Language of the text that differs; null for what is the same in all languages.',
    }),
    kind: t.expose('kind', { type: ChangeKindEnum, description: 'How it differs.' }),
    before: t.string({
      nullable: true,
      description: 'Value before, as JSON.',
      resolve: ({ before }) => asJson(before),
    }),
    after: t.string({ nullable: true, description: 'Value after, as JSON.', resolve: ({ after }) => asJson(after) }),
  }),
});

const ReviewCommentRef = builder.objectRef<ReviewComment>('ReviewComment').implement({
  description: 'A remark of a reviewer.',
  fields: (t) => ({
    path: t.exposeString('path', { description: 'Path of the field that it is about; empty for the whole version.' }),
    text: t.exposeString('text', { description: 'What the reviewer says.' }),
    author: t.exposeString('author', { description: 'Pseudonym of the reviewer.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
  }),
});

const LocaleStatusRef = builder.objectRef<LocaleStatus>('LocaleStatus').implement({
  description: 'How far a version is translated into one language.',
  fields: (t) => ({
    locale: t.expose('locale', { type: 'Locale', description: 'The language.' }),
    total: t.exposeInt('total', { description: 'Number of texts in Czech.' }),
    translated: t.exposeInt('translated', { description: 'Number of those that there are in this language too.' }),
    missing: t.stringList({ description: 'Paths of texts that are missing.', resolve: ({ missing }) => [...missing] }),
    stale: t.stringList({
      description: 'Paths of texts whose Czech source has changed since they were translated.',
      resolve: ({ stale }) => [...stale],
    }),
  }),
});

export const EntryVersionRef = builder.objectRef<VersionRow>('EntryVersion');
export const EditorialEntryRef = builder.objectRef<Entry>('EditorialEntry');

builder.node(EntryVersionRef, {
  authScopes: { may: 'entry.readDrafts' },
  description: 'A version of an entry. Its content does not change once it has been submitted.',
  id: { resolve: ({ id }) => id },
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Number of the version in its entry, from 1.' }),
    state: t.field({
      type: VersionStateEnum,
      description: 'Where in its life it is.',
      resolve: ({ state }) => state as never,
    }),
    entry: t.expose('entry', { type: EditorialEntryRef, description: 'The entry that it belongs to.' }),
    content: t.field({
      type: CatalogueEntryRef,
      description: 'What it says, as it would be read once published. Relations show what is published now.',
      resolve: asLiveRow,
    }),
    author: t.exposeString('author', { description: 'Pseudonym of whoever began it.' }),
    authors: t.exposeStringList('authors', {
      description: 'Pseudonyms of all who wrote in it; none of them may approve it.',
    }),
    approver: t.exposeString('approver', { nullable: true, description: 'Pseudonym of whoever approved it.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it was written.' }),
    basedOn: t.exposeInt('basedOn', { nullable: true, description: 'Number of the version that it was made from.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was begun.' }),
    changedAt: t.expose('changedAt', { type: 'DateTime', description: 'When it or its state was changed last.' }),
    publishAt: t.expose('publishAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is to be published, if it is scheduled.',
    }),
    comments: t.field({
      type: [ReviewCommentRef],
      description: 'Remarks of reviewers, oldest first.',
      resolve: ({ id }, _args, context) =>
        editorial(context).reviewComment.findMany({ where: { versionId: id }, orderBy: { createdAt: 'asc' } }),
    }),
    locales: t.field({
      type: [LocaleStatusRef],
      description: 'How far it is translated, language by language.',
      resolve: ({ content, stale }) => localeStatuses(content, stale as unknown as StaleText[], EDITED_LOCALES),
    }),
    changesSince: t.field({
      type: [FieldChangeRef],
      nullable: true,
      description:
        'Fields that differ from an older version of the entry; null when there is no version of that number.',
      args: { number: t.arg.int({ required: true, description: 'Number of the version to compare with.' }) },
      resolve: async ({ entryId, content }, { number }, context) => {
        const where = { entryId_number: { entryId, number } };
        const other = await editorial(context).version.findUnique({ where, select: { content: true } });
        return other && diffContent(other.content, content);
      },
    }),
  }),
});

builder.node(EditorialEntryRef, {
  authScopes: { may: 'entry.readDrafts' },
  description: 'An entry as its editors see it: its versions, published or not.',
  id: { resolve: ({ id }) => id },
  fields: (t) => ({
    kind: t.field({ type: EntryKindEnum, description: 'Kind of the entry.', resolve: ({ kind }) => kind as KindName }),
    slug: t.exposeString('slug', { description: 'Human-readable identifier, unique in its kind.' }),
    revision: t.exposeInt('revision', { description: 'Grows with every change: pass it as `expectedRevision`.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    published: t.field({
      type: CatalogueEntryRef,
      nullable: true,
      description: 'What readers see now; null when it is not published.',
      resolve: async ({ id }, _args, context, info) => (await loadEntries([id], context, info))[0] ?? null,
    }),
    versions: t.field({
      type: [EntryVersionRef],
      description: 'All versions, newest first.',
      resolve: (entry, _args, context) => findVersions(editorial(context), entry, {}),
    }),
    openVersion: t.field({
      type: EntryVersionRef,
      nullable: true,
      description: 'The version that is being worked on: a draft, in review, approved or scheduled.',
      resolve: async (entry, _args, context) =>
        (await findVersions(editorial(context), entry, { state: { in: [...OPEN_STATES] } }))[0] ?? null,
    }),
    withdrawAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is to be withdrawn, if that is scheduled.',
      resolve: async ({ id }, _args, context) => {
        const where = { kind: WITHDRAW_JOB, subject: id, doneAt: null };
        return (await editorial(context).job.findFirst({ where }))?.runAt ?? null;
      },
    }),
  }),
});

async function findVersions(
  database: ReturnType<typeof editorial>,
  entry: Entry,
  where: object,
): Promise<VersionRow[]> {
  const versions = await database.version.findMany({
    where: { entryId: entry.id, ...where },
    orderBy: { number: 'desc' },
  });
  return versions.map((version) => ({ ...version, entry }));
}

/** The row that readers would see if the version were published. */
export function asLiveRow({ id, number, content, changedAt, entry }: VersionRow): LiveEntry {
  const dates = { firstPublishedAt: changedAt, publishedAt: changedAt };
  const version = { entryId: entry.id, slug: entry.slug, versionId: id, versionNumber: number, ...dates };
  return projectLive(kindOf(entry.kind), version, content as unknown as CommonContent) as unknown as LiveEntry;
}
