/** Leave to act for organizations, without the way through an invitation. */
import { newId } from '../../src/kernel/ids.ts';
import type { TestDatabase } from './databases.ts';

/** Lets a person act for an organization from `now` on, without an end. */
export async function giveGrant(
  { prisma }: Pick<TestDatabase, 'prisma'>,
  personId: string,
  organizationId: string,
  now = new Date(),
): Promise<void> {
  const data = { id: newId(), personId, organizationId, role: 'REPRESENTATIVE', source: 'INVITATION', createdAt: now };
  await prisma.grant.create({ data });
}
