import { defineCommand } from '../../journal/command.ts';
import { czechSortKey } from '../../kernel/czechOrder.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import { organizationContent } from '../content.ts';
import { say } from '../messages.ts';
import { renamed } from '../names.ts';
import { assertFits, detailsRow } from './organizationRow.ts';
import { takeTurn } from './takeTurn.ts';

/**
 * Creates the organization with the given slug, or brings it to the given content.
 * Input: {@link organizationContent}. Answers its id.
 */
export const saveOrganization = defineCommand({
  name: 'saveOrganization',
  action: 'organization.save',
  async run({ tx, now, audit, changed }, input: unknown): Promise<string> {
    const { slug, name, ...details } = validate(organizationContent, input, say('The organization'));
    await takeTurn(tx);
    await assertFits(tx, details, slug);
    const before = await tx.organization.findUnique({ where: { slug } });
    assertNotMerged(before);
    const row = {
      ...detailsRow(details),
      ...{ name, nameKey: czechSortKey(name.cs) },
      ...(before && renamed(before, name, now)),
      updatedAt: now,
    };
    const { id, revision } = await tx.organization.upsert({
      where: { slug },
      create: { id: newId(), slug, createdAt: now, ...row },
      update: { ...row, revision: { increment: 1 } },
      select: { id: true, revision: true },
    });
    audit({
      action: 'organization.save',
      objectType: 'organization',
      objectId: id,
      revision,
      fields: Object.keys(row),
      details: { slug },
      change: row,
    });
    changed(`organization:${id}`);
    return id;
  },
});

function assertNotMerged(organization: { readonly status: string } | null): void {
  if (organization?.status !== 'MERGED') return;
  const message = say('has ended by a merge and cannot be changed');
  throw invalidInput(say('The organization'), [{ path: ['slug'], message }]);
}
