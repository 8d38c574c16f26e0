import type { ApiToken } from '../../../generated/prisma/client.ts';
import type { CommandContext } from '../../../journal/command.ts';
import { DomainError } from '../../../kernel/errors.ts';
import { actsFor } from '../../../kernel/permissions.ts';
import { say } from '../../messages.ts';

/**
 * The token, if it is of an organization that the viewer acts for.
 * @throws DomainError NOT_FOUND otherwise: another organization's token answers as one that is not there.
 */
export async function ownToken({ tx, viewer }: CommandContext, id: string): Promise<ApiToken> {
  const token = await tx.apiToken.findUnique({ where: { id } });
  if (token && actsFor(viewer, token.organizationId)) return token;
  throw new DomainError('NOT_FOUND', say('There is no such token.'));
}
