/** Entries of requests with the versions that the applicant and the agency talk about. */
import type { CommonContent } from '../../catalogue/kinds/common.ts';
import type { Entry, Version } from '../../generated/prisma/client.ts';
import type { Database } from '../../platform/database.ts';
import { allowsStep, type RequestState } from '../workflow.ts';

/** An entry of a request. */
export interface AttachedEntry {
  readonly requestId: string;
  readonly entry: Entry;
  /** What it says: see {@link findAttachedEntries}. Null when it is another organization's by now. */
  readonly version: (Version & { readonly entry: Entry }) | null;
  readonly attachedAt: Date;
}

/**
 * The entries of requests, by when they were attached. While the applicant can change a request, with their newest versions, and
 * else with those that were submitted; never with one of another organization.
 * @param requestIds of requests that the viewer may see: this is the one way on which drafts reach those who are no editors
 */
export async function findAttachedEntries(
  { requestEntry }: Pick<Database, 'requestEntry'>,
  requestIds: readonly string[],
): Promise<AttachedEntry[]> {
  const rows = await requestEntry.findMany({
    where: { requestId: { in: [...requestIds] } },
    orderBy: [{ attachedAt: 'asc' }, { entryId: 'asc' }],
    include: {
      request: { select: { state: true, organizationId: true } },
      version: true,
      entry: {
        include: { versions: { where: { state: { not: 'DISCARDED' } }, orderBy: { number: 'desc' }, take: 1 } },
      },
    },
  });
  return rows.map(({ requestId, attachedAt, request, version: submitted, entry: { versions, ...entry } }) => {
    const isOpen = allowsStep('revise', request.state as RequestState);
    const version = isOpen ? (versions[0] ?? null) : submitted;
    const isOwn = version && (version.content as unknown as CommonContent).organization === request.organizationId;
    return { requestId, entry, attachedAt, version: isOwn ? { ...version, entry } : null };
  });
}
