/** Leave of people to act for organizations. Found at every request, so that what is taken back ends at once. */
import type { CommandContext } from '../journal/command.ts';
import { newId } from '../kernel/ids.ts';
import { holdActiveByIco } from './activeOrganization.ts';

/** Roles that a grant gives. */
export const GRANT_ROLES = ['REPRESENTATIVE'] as const;
export const GRANT_SOURCES = ['INVITATION', 'OFFICIALS_ISSUER'] as const;

/** Condition of grants that count at `now`. */
export function isInForce(now: Date) {
  return { endedAt: null, createdAt: { lte: now }, OR: [{ validUntil: null }, { validUntil: { gt: now } }] };
}

/** Ids of the organizations that a person may act for, by grants that {@link isInForce}: an SQL expression of the two in SQL. */
export function organizationsSql(personId: string, now: string): string {
  return `ARRAY(SELECT DISTINCT g."organizationId" FROM "Grant" g
    WHERE g."personId" = ${personId} AND g."role" = 'REPRESENTATIVE' AND g."endedAt" IS NULL AND g."createdAt" <= ${now}
      AND (g."validUntil" IS NULL OR g."validUntil" > ${now}))`;
}

/** What the officials' issuer says of a person who signs in. */
export interface IssuerClaim {
  readonly personId: string;
  /** IČO of their organization; null when the issuer names none, or no right to act for it. */
  readonly ico: string | null;
  /** End of the session that it was said for. */
  readonly until: Date;
}

/**
 * Makes grants what the officials' issuer says now: leave to act for the one organization that it names, as long as the
 * session; what it said before ends. An organization that is not in the catalogue, or has ended, gives none.
 */
export async function grantByIssuer(
  { tx, now, audit }: Pick<CommandContext, 'tx' | 'now' | 'audit'>,
  { personId, ico, until }: IssuerClaim,
): Promise<void> {
  const organizationId = ico && (await holdActiveByIco(tx, ico));
  const said = { personId, source: 'OFFICIALS_ISSUER', endedAt: null };
  if (organizationId) {
    const same = { ...said, organizationId };
    const { count } = await tx.grant.updateMany({ where: same, data: { validUntil: until } });
    if (count === 0) {
      const data = { id: newId(), ...same, role: 'REPRESENTATIVE', createdAt: now, validUntil: until };
      await tx.grant.create({ data });
      const details = { organizationId, source: said.source };
      audit({ action: 'grant.give', objectType: 'grant', objectId: data.id, details });
    }
  }
  const others = organizationId ? { ...said, organizationId: { not: organizationId } } : said;
  const ended = await tx.grant.updateManyAndReturn({ where: others, data: { endedAt: now }, select: { id: true } });
  for (const { id } of ended) audit({ action: 'grant.end', objectType: 'grant', objectId: id });
}
