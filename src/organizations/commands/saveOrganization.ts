import { Prisma } from '../../generated/prisma/client.ts';
import { defineCommand } from '../../journal/command.ts';
import { czechSortKey } from '../../kernel/czechOrder.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import type { Transaction } from '../../platform/database.ts';
import { organizationContent } from '../content.ts';
import { say } from '../messages.ts';
import { assertTerritoryExists } from './assertTerritoryExists.ts';

/**
 * Creates the organization with the given slug, or brings it to the given content.
 * Input: {@link organizationContent}. Answers its id.
 */
export const saveOrganization = defineCommand({
  name: 'saveOrganization',
  action: 'organization.save',
  async run({ tx, now, audit, changed }, input: unknown): Promise<string> {
    const { territory, slug, ...content } = validate(organizationContent, input, say('The organization'));
    await assertTerritoryExists(tx, say('The organization'), 'territory', territory);
    await assertIcoIsFree(tx, content.ico, slug);
    const row = {
      ...content,
      description: content.description ?? Prisma.DbNull,
      territoryId: territory,
      nameKey: czechSortKey(content.name.cs),
      updatedAt: now,
    };
    const { id } = await tx.organization.upsert({
      where: { slug },
      create: { id: newId(), slug, createdAt: now, ...row },
      update: row,
      select: { id: true },
    });
    audit({
      action: 'organization.save',
      objectType: 'organization',
      objectId: id,
      fields: Object.keys(row),
      details: { slug },
      change: row,
    });
    changed(`organization:${id}`);
    return id;
  },
});

async function assertIcoIsFree(tx: Transaction, ico: string | null, slug: string): Promise<void> {
  if (ico === null) return;
  const holder = await tx.organization.findUnique({ where: { ico }, select: { slug: true } });
  if (!holder || holder.slug === slug) return;
  throw invalidInput(say('The organization'), [
    { path: ['ico'], message: say('belongs to the organization {slug} already', { slug: holder.slug }) },
  ]);
}
