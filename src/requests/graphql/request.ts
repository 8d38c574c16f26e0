/** Requests as the two sides see them. */
import type { CooperationRequest } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { addNodeFinder } from '../../graphql/nodeFinders.ts';
import { may } from '../../kernel/permissions.ts';
import { OrganizationRef } from '../../organizations/graphql/organization.ts';
import { type RequestAbilities, requestAbilities } from '../abilities.ts';
import type { RequestFact } from '../content.ts';
import { findAttachedEntries } from '../reads/attachedEntries.ts';
import { requestsVisibleTo } from '../reads/visibility.ts';
import type { RequestStanding, RequestState } from '../workflow.ts';
import {
  RequestEventRef,
  RequestEvidenceRef,
  RequestedEntryRef,
  RequestFactRef,
  RequestMessageRef,
  RequestNoteRef,
} from './parts.ts';
import { RequestStateEnum, rowsOf } from './shared.ts';

const RequestAbilitiesRef = builder.objectRef<RequestAbilities>('RequestAbilities').implement({
  description:
    'What the viewer can do with a request as it stands now: their roles, its state and who had a hand in it allow it.',
  fields: (t) => ({
    revise: t.exposeBoolean('revise', { description: 'Change it, its entries and its evidence.' }),
    submit: t.exposeBoolean('submit', { description: 'Submit it; the checklist may still be in the way.' }),
    withdraw: t.exposeBoolean('withdraw', { description: 'Take it back.' }),
    claim: t.exposeBoolean('claim', { description: 'Take it to handle it, or take it over.' }),
    requestChanges: t.exposeBoolean('requestChanges', { description: 'Send it back to the applicant.' }),
    approve: t.exposeBoolean('approve', { description: 'Approve it; its entries may still be in the way.' }),
    reject: t.exposeBoolean('reject', { description: 'Reject it.' }),
    postMessage: t.exposeBoolean('postMessage', { description: 'Write to the other side.' }),
    addNote: t.exposeBoolean('addNote', { description: 'Write a note for the agency alone.' }),
  }),
});

export const RequestRef = builder.objectRef<CooperationRequest>('CooperationRequest');

/** Pseudonyms of people are for the agency. */
const PSEUDONYM = { authScopes: { may: 'request.review' }, nullable: true } as const;

const OLDEST = { createdAt: 'asc' } as const;
const ofRequests = (ids: string[]) => ({ requestId: { in: ids } });

builder.node(RequestRef, {
  description:
    'What an organization asks for: cooperation of some types. Seen by those who act for it and by the agency.',
  id: { resolve: ({ id }) => id },
  fields: (t) => ({
    organization: t.field({
      type: OrganizationRef,
      nullable: true,
      description: 'The organization that asks.',
      resolve: ({ organizationId }, _args, { references }) => references.organization(organizationId),
    }),
    types: t.exposeStringList('types', { description: 'Codes of the types of cooperation that it is for.' }),
    purpose: t.exposeString('purpose', {
      nullable: true,
      description: 'What the applicant wants, in its own words.',
    }),
    facts: t.field({
      type: [RequestFactRef],
      description: 'What the applicant states of itself.',
      resolve: ({ facts }) => facts as unknown as RequestFact[],
    }),
    contactEmail: t.expose('contactEmail', {
      type: 'EmailAddress',
      nullable: true,
      description: 'Where the applicant is written to about it; forgotten a year after its end.',
    }),
    contactLocale: t.expose('contactLocale', {
      type: 'Locale',
      description: 'Language that the applicant is written to in.',
    }),
    state: t.field({
      type: RequestStateEnum,
      description: 'Where in its life it is.',
      resolve: ({ state }) => state as RequestState,
    }),
    revision: t.exposeInt('revision', { description: 'Grows with every change: pass it as `expectedRevision`.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was begun.' }),
    changedAt: t.expose('changedAt', { type: 'DateTime', description: 'When it or its state was changed last.' }),
    submittedAt: t.expose('submittedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was first submitted; null when it was not.',
    }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was approved, rejected or withdrawn; null while it is open.',
    }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      nullable: true,
      description: 'By when the next step is expected, of whichever side it is up to; null when nobody waits.',
    }),
    isOverdue: t.boolean({
      description: 'Whether the next step is late.',
      resolve: ({ dueAt }, _args, { runner }) => dueAt !== null && dueAt <= runner.clock(),
    }),
    author: t.string({
      ...PSEUDONYM,
      description: 'Pseudonym of whoever began it. For the agency.',
      resolve: ({ author }) => author,
    }),
    reviewer: t.string({
      ...PSEUDONYM,
      description: 'Pseudonym of the editor who handles it. For the agency.',
      resolve: ({ reviewer }) => reviewer,
    }),
    decider: t.string({
      ...PSEUDONYM,
      description: 'Pseudonym of whoever decided it. For the agency.',
      resolve: ({ decider }) => decider,
    }),
    entries: t.field({
      type: [RequestedEntryRef],
      description: 'Entries that are to be published when it is approved, in the order in which they were attached.',
      resolve: ({ id }, _args, context) =>
        rowsOf(context, 'entries', id, (ids) => findAttachedEntries(context.runner.database, ids)),
    }),
    evidence: t.field({
      type: [RequestEvidenceRef],
      description: 'What the applicant shows in proof, oldest first.',
      resolve: ({ id }, _args, context) =>
        rowsOf(context, 'evidence', id, (ids) =>
          context.runner.database.requestEvidence.findMany({ where: ofRequests(ids), orderBy: OLDEST }),
        ),
    }),
    messages: t.field({
      type: [RequestMessageRef],
      description: 'What the two sides wrote to each other, oldest first.',
      resolve: ({ id }, _args, context) =>
        rowsOf(context, 'messages', id, (ids) =>
          context.runner.database.requestMessage.findMany({ where: ofRequests(ids), orderBy: OLDEST }),
        ),
    }),
    notes: t.field({
      type: [RequestNoteRef],
      authScopes: { may: 'request.review' },
      nullable: true,
      description: 'What the agency wrote for itself, oldest first. For the agency.',
      resolve: ({ id }, _args, context) =>
        rowsOf(context, 'notes', id, (ids) =>
          context.runner.database.requestNote.findMany({ where: ofRequests(ids), orderBy: OLDEST }),
        ),
    }),
    events: t.field({
      type: [RequestEventRef],
      description: 'What happened to it, oldest first.',
      resolve: ({ id }, _args, context) =>
        rowsOf(context, 'events', id, (ids) =>
          context.runner.database.requestEvent.findMany({ where: ofRequests(ids), orderBy: { at: 'asc' } }),
        ),
    }),
    viewerCan: t.field({
      type: RequestAbilitiesRef,
      description: 'What the viewer can do with it now.',
      resolve: (request, _args, { viewer }) => requestAbilities(viewer, request as RequestStanding),
    }),
  }),
});

/** Requests that meet the condition and that the viewer may see. */
export function visibleRequests(context: Context, where: object): { AND: object[] } {
  return { AND: [requestsVisibleTo(context.viewer), where] };
}

addNodeFinder('CooperationRequest', async (context, ids) => {
  if (!may(context.viewer, 'request.read')) return [];
  const where = visibleRequests(context, { id: { in: ids } });
  return context.runner.database.cooperationRequest.findMany({ where });
});
