/** Proves of a database that nothing is lost, doubled or half done of what was acknowledged. */
import { expect } from 'vitest';
import { verifyAudit } from '../../../src/journal/verifyAudit.ts';
import type { OpenDatabase } from '../../../src/platform/database.ts';
import type { Load } from './load.ts';

/** What the load left behind, entry by entry. */
interface Trace {
  readonly slug: string;
  readonly state: string;
  readonly live: number;
  readonly history: number;
  readonly audited: number;
}

/** Audit records of a draft that was created and submitted, and of one that was approved and published too. */
const STEPS = { IN_REVIEW: 2, PUBLISHED: 4 } as const;

/** Looks at every entry of the load, and at the audit log from end to end. Answers the number of entries. */
export async function proveNothingLost(
  { prisma }: OpenDatabase,
  { created, published }: Pick<Load, 'created' | 'published'>,
): Promise<number> {
  const traces = await prisma.$queryRaw<Trace[]>`
    SELECT e."slug", v."state", count(DISTINCT l."id")::int AS live, count(DISTINCT p."versionId")::int AS history,
      (SELECT count(*)::int FROM "AuditRecord" a WHERE a."objectId" = e."id") AS audited
    FROM "Entry" e JOIN "Version" v ON v."entryId" = e."id"
    LEFT JOIN "LiveEntry" l ON l."id" = e."id" LEFT JOIN "PublishedEntry" p ON p."id" = e."id"
    WHERE e."slug" LIKE 'zatez-%' GROUP BY e."id", e."slug", v."id", v."state"`;
  const found = new Map(traces.map((trace) => [trace.slug, trace]));
  expect(found.size, 'every entry has one version').toBe(traces.length);
  expect(
    [...created].filter((slug) => !found.has(slug)),
    'drafts lost',
  ).toEqual([]);
  expect(
    [...published].filter((slug) => found.get(slug)?.live !== 1),
    'publications lost',
  ).toEqual([]);
  for (const { slug, state, ...counts } of traces) {
    const isLive = state === 'PUBLISHED' ? 1 : 0;
    const audited = STEPS[state as keyof typeof STEPS];
    expect({ state, ...counts }, `${slug} is whole`).toEqual({ state, live: isLive, history: isLive, audited });
  }
  expect((await verifyAudit(prisma)).break, 'break of the audit chain').toBeNull();
  return traces.length;
}
