import type { CommandContext } from '../../../journal/command.ts';

/**
 * Lets the requests of an organization be those of the one that it is merged into, so that whoever acts for that one goes on with
 * them. Taken before the entries, as deciding a request does. Answers how many there were.
 */
export async function moveRequests({ tx, audit }: CommandContext, from: string, to: string): Promise<number> {
  const moved = await tx.cooperationRequest.updateManyAndReturn({
    where: { organizationId: from },
    data: { organizationId: to, revision: { increment: 1 } },
    select: { id: true, revision: true },
  });
  for (const { id, revision } of moved) {
    audit({ action: 'request.move', objectType: 'request', objectId: id, revision, fields: ['organization'] });
  }
  return moved.length;
}
