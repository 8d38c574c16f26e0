import { defineCommand } from '../../journal/command.ts';
import { czechSortKey } from '../../kernel/czechOrder.ts';
import { DomainError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import { organizationContent } from '../content.ts';
import { say } from '../messages.ts';
import { assertFits, detailsRow } from './organizationRow.ts';
import { takeTurn } from './takeTurn.ts';

/**
 * Creates an organization. Input: {@link organizationContent}. Answers its id.
 * @throws DomainError INVALID_INPUT, CONFLICT when the slug is taken.
 */
export const createOrganization = defineCommand({
  name: 'createOrganization',
  action: 'organization.save',
  async run({ tx, now, audit, changed }, input: unknown): Promise<string> {
    const { slug, name, ...details } = validate(organizationContent, input, say('The organization'));
    await takeTurn(tx);
    await assertFits(tx, details, slug);
    if (await tx.organization.findUnique({ where: { slug }, select: { id: true } })) {
      const issue = { path: ['slug'], message: say('must be a slug that no organization has') };
      throw new DomainError('CONFLICT', say('There is an organization {slug} already.', { slug }), [issue]);
    }
    const row = { slug, name, nameKey: czechSortKey(name.cs), ...detailsRow(details) };
    const id = newId();
    await tx.organization.create({ data: { id, ...row, createdAt: now, updatedAt: now } });
    const entry = { action: 'organization.create', objectType: 'organization', objectId: id, revision: 1 } as const;
    audit({ ...entry, fields: Object.keys(row), details: { slug }, change: row });
    changed(`organization:${id}`);
    return id;
  },
});
