/** Requests as the published types and requirements judge them now. */
import type { GraphQLResolveInfo, ResponsePath } from 'graphql';
import { assessCooperation, type TypeAssessment } from '../../cooperation/assessment.ts';
import type { CooperationContent } from '../../cooperation/checklist.ts';
import { consequencesIn } from '../../cooperation/facts.ts';
import { TypeAssessmentRef } from '../../cooperation/graphql/assessCooperation.ts';
import { publishedCooperation } from '../../cooperation/graphql/publishedContent.ts';
import type { CooperationRequest, LiveEntry } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, loaderOf } from '../../graphql/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import type { RequestFact } from '../content.ts';
import { RequestRef } from './request.ts';

const PATHS = {
  types: [['cooperationType']],
  requirements: [['checklist'], ['unmet'], ['steps', 'item']].map((path) => [...path, 'requirement']),
};

builder.objectField(RequestRef, 'assessments', (t) =>
  t.field({
    type: [TypeAssessmentRef],
    nullable: true,
    description:
      'How open each of its types is to the applicant by what it states, and the checklist to be answered. Of types that ' +
      'are published now; null when what is published now contradicts what was stated.',
    resolve: async (request, _args, context, info) => {
      const content = await contentFor(context, info);
      const organization = await context.references.organization(request.organizationId);
      return organization && assessed(content, request, organization.kind);
    },
  }),
);

/** Read once for all requests of a list: what is selected below is the same for each of them. */
function contentFor(context: Context, info: GraphQLResolveInfo): Promise<CooperationContent<LiveEntry>> {
  const place = `cooperation content at ${placeOf(info.path)}`;
  return loaderOf(context, place, () => publishedCooperation(PATHS, context, info));
}

/** Path in the answer without places in lists. */
function placeOf({ prev, key }: ResponsePath): string {
  const before = prev ? placeOf(prev) : '';
  return typeof key === 'number' ? before : `${before}.${key}`;
}

/** Facts and types that are not published any more are left out: the request was right when it was written. */
function assessed(
  content: CooperationContent<LiveEntry>,
  request: CooperationRequest,
  applicantKind: string,
): TypeAssessment<LiveEntry>[] | null {
  const codes = new Set(content.types.map((type) => type.content.code));
  const types = request.types.filter((code) => codes.has(code));
  if (types.length === 0) return [];
  const known = consequencesIn(content);
  const facts = (request.facts as unknown as RequestFact[]).filter(({ code }) => known.has(code));
  try {
    return [...assessCooperation(content, { applicantKind, facts, types, combinations: [] }).types];
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
