import { defineCommand } from '../../journal/command.ts';
import { LIMITS, line, localized } from '../../kernel/fields.ts';
import { validate } from '../../kernel/validate.ts';
import { say } from '../messages.ts';
import { renamed } from '../names.ts';
import { assertActive, claimOrganization, type OrganizationTarget } from './claimOrganization.ts';

const newName = localized(line(LIMITS.name));

/** Gives an organization another name and keeps the one that it had. Its slug stays. Answers its id. */
export const renameOrganization = defineCommand({
  name: 'renameOrganization',
  action: 'organization.save',
  async run(context, { name: wanted, ...target }: OrganizationTarget & { readonly name: unknown }): Promise<string> {
    const { tx, now } = context;
    const name = validate(newName, wanted, say('The name'));
    const before = await claimOrganization(context, target);
    assertActive(before);
    await tx.organization.update({ where: { id: before.id }, data: renamed(before, name, now) });
    context.audit({
      action: 'organization.rename',
      objectType: 'organization',
      objectId: before.id,
      revision: before.revision,
      fields: ['name'],
      details: { slug: before.slug },
      change: name,
    });
    context.changed(`organization:${before.id}`);
    return before.id;
  },
});
