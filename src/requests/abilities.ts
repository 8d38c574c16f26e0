/** What a viewer may do with a request as it stands: what the commands would say, without trying. */
import { actsFor, may } from '../kernel/permissions.ts';
import type { Viewer } from '../kernel/viewer.ts';
import { allowsStep, mayTakePart, type RequestStanding, type RequestTransition, type Side } from './workflow.ts';

/** What can be tried with a request. */
export const REQUEST_ABILITIES = [
  'revise',
  'submit',
  'withdraw',
  'claim',
  'requestChanges',
  'approve',
  'reject',
  'postMessage',
  'addNote',
] as const;
export type RequestAbilities = Readonly<Record<(typeof REQUEST_ABILITIES)[number], boolean>>;

/** The rules of the commands, asked of the same tables: permissions, workflow, and who takes which part. */
export function requestAbilities(viewer: Viewer, request: RequestStanding): RequestAbilities {
  const isApplicant = actsFor(viewer, request.organizationId);
  const can = (step: RequestTransition) => allowsStep(step, request.state) && mayTakePart(step, request, viewer);
  const asApplicant = (step: RequestTransition) => isApplicant && can(step);
  return {
    revise: asApplicant('revise'),
    submit: asApplicant('submit'),
    withdraw: asApplicant('withdraw'),
    claim: can('claim') && request.reviewer !== viewer.actor,
    requestChanges: can('requestChanges'),
    approve: can('approve'),
    reject: can('reject'),
    postMessage: sideOf(viewer, request) !== null,
    addNote: sideOf(viewer, request) === 'AGENCY',
  };
}

/** The side that somebody writes for; null for who is on none. */
export function sideOf(
  viewer: Viewer,
  { organizationId, authors }: Pick<RequestStanding, 'organizationId' | 'authors'>,
): Side | null {
  const isApplicant = authors.includes(viewer.actor) || viewer.organizations?.has(organizationId);
  if (isApplicant && may(viewer, 'request.write')) return 'APPLICANT';
  return !isApplicant && may(viewer, 'request.review') ? 'AGENCY' : null;
}
