import { isDeepStrictEqual } from 'node:util';
import type { Organization } from '../../generated/prisma/client.ts';
import { defineCommand } from '../../journal/command.ts';
import { applyPatch } from '../../kernel/patch.ts';
import { validate } from '../../kernel/validate.ts';
import { organizationDetails } from '../content.ts';
import { say } from '../messages.ts';
import { assertActive, claimOrganization, type OrganizationTarget } from './claimOrganization.ts';
import { assertFits, detailsRow } from './organizationRow.ts';
import { takeTurn } from './takeTurn.ts';

/** A change of an organization: an absent field stays as it is, null clears it. */
export interface OrganizationRevision extends OrganizationTarget {
  readonly patch: object;
}

/**
 * Changes what is said of an organization beside its slug and its name. Answers its id.
 * @throws DomainError NOT_FOUND, CONFLICT, INVALID_INPUT; ILLEGAL_TRANSITION when it has ended.
 */
export const reviseOrganization = defineCommand({
  name: 'reviseOrganization',
  action: 'organization.save',
  async run(context, { patch, ...target }: OrganizationRevision): Promise<string> {
    const { tx, audit, changed } = context;
    await takeTurn(tx);
    const before = await claimOrganization(context, target);
    assertActive(before);
    const wanted = applyPatch(detailsOf(before), patch);
    const details = validate(organizationDetails, wanted, say('The organization'), ['patch']);
    await assertFits(tx, details, before.slug);
    const row = detailsRow(details);
    await tx.organization.update({ where: { id: before.id }, data: row });
    const fields = Object.entries(details).filter(
      ([name, value]) => !isDeepStrictEqual(detailsOf(before)[name], value),
    );
    audit({
      action: 'organization.revise',
      objectType: 'organization',
      objectId: before.id,
      revision: before.revision,
      fields: fields.map(([name]) => name),
      details: { slug: before.slug },
      change: Object.fromEntries(fields),
    });
    changed(`organization:${before.id}`);
    return before.id;
  },
});

function detailsOf(organization: Organization): Record<string, unknown> {
  const { description, keywords, kind, ico, dataBoxId, ovmId, ovmCategories, website, isDemonstration } = organization;
  const territory = organization.territoryId;
  return { description, keywords, kind, ico, dataBoxId, ovmId, ovmCategories, territory, website, isDemonstration };
}
