/** Names that organizations had. */
import { isDeepStrictEqual } from 'node:util';
import type { Prisma } from '../generated/prisma/client.ts';
import { czechSortKey } from '../kernel/czechOrder.ts';
import type { Localized } from '../kernel/locale.ts';

/** A name and the instant until which it was used, ISO 8601. */
export interface FormerName {
  readonly name: Localized;
  readonly usedUntil: string;
}

/** Columns of an organization with a new name: the one that it had is kept. */
export function renamed(before: { name: unknown; formerNames: unknown }, name: Localized, now: Date) {
  if (isDeepStrictEqual(before.name, name)) return {};
  const former: FormerName = { name: before.name as Localized, usedUntil: now.toISOString() };
  const formerNames = [...(before.formerNames as FormerName[]), former] as unknown as Prisma.InputJsonArray;
  return { name, nameKey: czechSortKey(name.cs), formerNames };
}
