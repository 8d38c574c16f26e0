import { defineCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { assertActsFor } from '../../kernel/permissions.ts';
import { validate } from '../../kernel/validate.ts';
import { assertActive } from '../../organizations/commands/claimOrganization.ts';
import { requestContent } from '../content.ts';
import { judge, shortfallsOf } from '../eligibility.ts';
import { say } from '../messages.ts';
import { assessRequest } from './checklist.ts';
import type { RequestResult } from './steps.ts';

/** A request to be drafted. */
export interface NewRequest {
  readonly organizationId: string;
  /** See requests/content.ts. */
  readonly content: object;
}

/**
 * Drafts a request for an organization that the viewer acts for.
 * @throws DomainError FORBIDDEN for other organizations, ILLEGAL_TRANSITION for one that has ended, INVALID_INPUT.
 */
export const createRequest = defineCommand({
  name: 'createRequest',
  action: 'request.write',
  async run(context, { organizationId, content: given }: NewRequest): Promise<RequestResult> {
    const { tx, viewer, now, audit } = context;
    assertActsFor(viewer, organizationId);
    const organization = await tx.organization.findUnique({ where: { id: organizationId } });
    if (!organization) throw new DomainError('NOT_FOUND', say('There is no such organization.'));
    assertActive(organization);
    const content = validate(requestContent, given, say('The request'));
    const assessments = await assessRequest(context, organizationId, content);
    const id = newId();
    await tx.cooperationRequest.create({
      data: {
        ...{ id, organizationId, state: 'DRAFT', createdAt: now, changedAt: now },
        ...content,
        shortfalls: shortfallsOf(judge(assessments)),
        author: viewer.actor,
        authors: [viewer.actor],
      },
    });
    audit({
      action: 'request.create',
      objectType: 'request',
      objectId: id,
      revision: 1,
      fields: Object.keys(content),
      details: { organization: organization.slug, types: content.types.join(' ') },
      change: content,
    });
    return { requestId: id, revision: 1 };
  },
});
