import { Prisma } from '../../generated/prisma/client.ts';
import { invalidInput } from '../../kernel/errors.ts';
import type { Transaction } from '../../platform/database.ts';
import type { OrganizationContent } from '../content.ts';
import { say } from '../messages.ts';
import { assertTerritoryExists } from './assertTerritoryExists.ts';

/** Columns of what is said of an organization beside its slug and its name. */
export function detailsRow({ territory, description, ...details }: Omit<OrganizationContent, 'slug' | 'name'>) {
  return { ...details, description: description ?? Prisma.DbNull, territoryId: territory };
}

/** @throws DomainError INVALID_INPUT for a territory that does not exist, and for an IČO that another organization has. */
export async function assertFits(
  tx: Transaction,
  { territory, ico }: Pick<OrganizationContent, 'territory' | 'ico'>,
  slug: string,
): Promise<void> {
  await assertTerritoryExists(tx, say('The organization'), 'territory', territory);
  if (ico === null) return;
  const holder = await tx.organization.findUnique({ where: { ico }, select: { slug: true } });
  if (!holder || holder.slug === slug) return;
  throw invalidInput(say('The organization'), [
    { path: ['ico'], message: say('belongs to the organization {slug} already', { slug: holder.slug }) },
  ]);
}
