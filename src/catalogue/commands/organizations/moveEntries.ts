import type { CommandContext } from '../../../journal/command.ts';
import { entryChanged } from '../publishing.ts';

/**
 * Lets the entries of one organization be those of another, in every version of them, published, past or under way: it is
 * who provides them that has another name now, not what they say. Takes the entries before the organizations, as publishing does.
 * Answers how many there were.
 */
export async function moveEntries(context: CommandContext, from: string, to: string): Promise<number> {
  const { tx } = context;
  const claimed = await claimEntriesOf(context, from, new Set());
  // Whoever is about to refer to the organization waits here, and finds it ended then.
  await tx.$queryRaw`SELECT "id" FROM "Organization" WHERE "id" IN (${from}::uuid, ${to}::uuid) ORDER BY "id" FOR UPDATE`;
  const late = await claimEntriesOf(context, from, claimed);
  await tx.$executeRaw`
    UPDATE "Version" SET "content" = jsonb_set("content", '{organization}', to_jsonb(${to}::text))
     WHERE "content"->>'organization' = ${from}
       AND "id" IN (SELECT "versionId" FROM "VersionLink" WHERE "organizationId" = ${from}::uuid)`;
  await tx.versionLink.updateMany({ where: { organizationId: from }, data: { organizationId: to } });
  const data = { organizationId: to, updatedAt: context.now };
  await tx.liveEntry.updateMany({ where: { organizationId: from }, data });
  await tx.publishedEntry.updateMany({ where: { organizationId: from, liveUntil: null }, data });
  await tx.publishedEntry.updateMany({ where: { organizationId: from }, data: { organizationId: to } });
  return claimed.size + late.size;
}

/** Claims the next revision of each entry with a version that refers to the organization. */
async function claimEntriesOf(
  { tx, audit, changed }: CommandContext,
  organizationId: string,
  claimed: ReadonlySet<string>,
): Promise<Set<string>> {
  const links = await tx.versionLink.findMany({
    where: { organizationId },
    select: { version: { select: { entryId: true } } },
  });
  const ids = new Set(links.map(({ version }) => version.entryId).filter((id) => !claimed.has(id)));
  const entries = await tx.entry.updateManyAndReturn({
    where: { id: { in: [...ids] } },
    data: { revision: { increment: 1 } },
  });
  for (const { id, kind, slug, revision } of entries) {
    const details = { kind, slug };
    audit({ action: 'entry.move', objectType: 'entry', objectId: id, revision, fields: ['organization'], details });
    entryChanged({ changed }, { entryId: id, kind });
  }
  return ids;
}
