import { Prisma } from '../../generated/prisma/client.ts';
import { defineCommand } from '../../journal/command.ts';
import { czechSortKey } from '../../kernel/czechOrder.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import type { Transaction } from '../../platform/database.ts';
import { organizationContent } from '../content.ts';
import { say } from '../messages.ts';
import { renamed } from '../names.ts';
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
    const before = await tx.organization.findUnique({ where: { slug } });
    assertNotMerged(before);
    const row = {
      ...content,
      description: content.description ?? Prisma.DbNull,
      territoryId: territory,
      nameKey: czechSortKey(content.name.cs),
      ...(before && renamed(before, content.name, now)),
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

async function assertIcoIsFree(tx: Transaction, ico: string | null, slug: string): Promise<void> {
  if (ico === null) return;
  const holder = await tx.organization.findUnique({ where: { ico }, select: { slug: true } });
  if (!holder || holder.slug === slug) return;
  throw invalidInput(say('The organization'), [
    { path: ['ico'], message: say('belongs to the organization {slug} already', { slug: holder.slug }) },
  ]);
}
