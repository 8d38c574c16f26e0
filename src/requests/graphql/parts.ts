/** What belongs to a request: entries, evidence, messages, notes, events. */
import { CatalogueEntryRef } from '../../catalogue/graphql/catalogueEntry.ts';
import { asLiveRow, VersionStateEnum } from '../../catalogue/graphql/editorial/types.ts';
import { EntryKindEnum } from '../../catalogue/graphql/shared.ts';
import type { KindName } from '../../catalogue/kinds/registry.ts';
import type { VersionState } from '../../catalogue/lifecycle.ts';
import { DocumentRef } from '../../files/graphql/document.ts';
import { fileLoader } from '../../files/graphql/logo.ts';
import type { RequestEvent, RequestEvidence, RequestMessage, RequestNote } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { encodeGlobalId } from '../../kernel/ids.ts';
import type { EVIDENCE_KINDS, EvidenceKind, RequestFact } from '../content.ts';
import type { Remark, RequestEventKind } from '../events.ts';
import type { AttachedEntry } from '../reads/attachedEntries.ts';
import type { Side } from '../workflow.ts';
import { RequestEventKindEnum, SideEnum } from './shared.ts';

/** Pseudonyms of people are for the agency: the other side is told which side it was. */
const FOR_AGENCY = { authScopes: { may: 'request.review' }, nullable: true } as const;

export const RequestFactRef = builder.objectRef<RequestFact>('RequestFact').implement({
  description: 'What the applicant states of itself.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Code of the requirement or condition.' }),
    holds: t.exposeBoolean('holds', { description: 'Whether it holds.' }),
    detail: t.string({ nullable: true, description: 'How, in its own words.', resolve: ({ detail }) => detail }),
  }),
});

export const RequestedEntryRef = builder.objectRef<AttachedEntry>('RequestedEntry').implement({
  description: 'An entry whose draft is to be published when the request is approved.',
  fields: (t) => ({
    entryId: t.id({
      description: 'Global id of the entry.',
      resolve: ({ entry }) => encodeGlobalId('EditorialEntry', entry.id),
    }),
    kind: t.field({
      type: EntryKindEnum,
      description: 'Kind of the entry.',
      resolve: ({ entry }) => entry.kind as KindName,
    }),
    slug: t.string({ description: 'Slug of the entry.', resolve: ({ entry }) => entry.slug }),
    revision: t.int({
      description: 'Grows with every change of the entry: pass it as `expectedEntryRevision`.',
      resolve: ({ entry }) => entry.revision,
    }),
    versionNumber: t.int({
      nullable: true,
      description: 'Number of the version: the newest one, or the one that was submitted.',
      resolve: ({ version }) => version?.number ?? null,
    }),
    state: t.field({
      type: VersionStateEnum,
      nullable: true,
      description: 'Where in its life that version is.',
      resolve: ({ version }) => (version?.state ?? null) as VersionState | null,
    }),
    content: t.field({
      type: CatalogueEntryRef,
      nullable: true,
      description:
        "What that version says, as it would be read once published; null when the entry is another organization's by now.",
      resolve: ({ version }) => version && asLiveRow(version),
    }),
    attachedAt: t.expose('attachedAt', { type: 'DateTime', description: 'When it was attached.' }),
  }),
});

const EvidenceKindEnum = builder.enumType('RequestEvidenceKind', {
  description: 'Kinds of evidence.',
  values: {
    URL: { description: 'An address where it can be seen.' },
    NOTE: { description: 'A statement in words.' },
    FILE: { description: 'A document.' },
  } satisfies Record<(typeof EVIDENCE_KINDS)[number], object>,
});

export const RequestEvidenceRef = builder.objectRef<RequestEvidence>('RequestEvidence');
RequestEvidenceRef.implement({
  description: 'What the applicant shows in proof of something that it states.',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id: pass it to `removeRequestEvidence`.',
      resolve: ({ id }) => encodeGlobalId('RequestEvidence', id),
    }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'Code of the requirement or condition that it proves; null for the request as a whole.',
    }),
    kind: t.field({
      type: EvidenceKindEnum,
      description: 'What kind of evidence it is.',
      resolve: ({ kind }) => kind as EvidenceKind,
    }),
    url: t.expose('url', { type: 'URL', nullable: true, description: 'The address, for evidence of the kind URL.' }),
    text: t.exposeString('text', { nullable: true, description: 'The statement, for evidence of the kind NOTE.' }),
    document: t.field({
      type: DocumentRef,
      nullable: true,
      description: 'The document, for evidence of the kind FILE.',
      resolve: ({ fileId }, _args, context) => (fileId === null ? null : fileLoader(context).load(fileId)),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was added.' }),
  }),
});

export const RequestMessageRef = builder.objectRef<RequestMessage>('RequestMessage').implement({
  description: 'What one side wrote to the other.',
  fields: (t) => ({
    side: t.field({ type: SideEnum, description: 'The side that wrote it.', resolve: ({ side }) => side as Side }),
    isMine: t.boolean({
      description: 'Whether the viewer wrote it.',
      resolve: ({ author }, _args, { viewer }) => author === viewer.actor,
    }),
    author: t.string({
      ...FOR_AGENCY,
      description: 'Pseudonym of whoever wrote it. For the agency.',
      resolve: ({ author }) => author,
    }),
    text: t.exposeString('text', { description: 'The text.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
  }),
});

export const RequestNoteRef = builder.objectRef<RequestNote>('RequestNote').implement({
  authScopes: { may: 'request.review' },
  description: 'What the agency wrote for itself.',
  fields: (t) => ({
    author: t.exposeString('author', { description: 'Pseudonym of whoever wrote it.' }),
    text: t.exposeString('text', { description: 'The text.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
  }),
});

const RemarkRef = builder.objectRef<Remark>('RequestRemark').implement({
  description: 'Something to be changed, or a reason.',
  fields: (t) => ({
    code: t.exposeString('code', {
      nullable: true,
      description: 'Code of the item of the checklist that it is about; null for the request as a whole.',
    }),
    text: t.exposeString('text', { description: 'What is said.' }),
  }),
});

export const RequestEventRef = builder.objectRef<RequestEvent>('RequestEvent').implement({
  description: 'Something that happened to a request.',
  fields: (t) => ({
    kind: t.field({
      type: RequestEventKindEnum,
      description: 'What happened.',
      resolve: ({ kind }) => kind as RequestEventKind,
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    isMine: t.boolean({
      description: 'Whether the viewer did it.',
      resolve: ({ actor }, _args, { viewer }) => actor === viewer.actor,
    }),
    actor: t.string({
      ...FOR_AGENCY,
      description: 'Pseudonym of whoever did it. For the agency.',
      resolve: ({ actor }) => actor,
    }),
    remarks: t.field({
      type: [RemarkRef],
      description: 'What was said with it: what is to be changed, why it was rejected or withdrawn.',
      resolve: ({ remarks }) => remarks as unknown as Remark[],
    }),
  }),
});
