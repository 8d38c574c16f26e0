/** How long what is kept of people is kept, and the worker's job that deletes it then. */
import { isInForce } from '../identity/grants.ts';
import { type CommandContext, defineCommand, runWithin } from '../journal/command.ts';
import type { PeriodicJob } from '../journal/periodicJobs.ts';
import type { JobHandlers } from '../journal/worker.ts';
import { SCHEDULER } from '../kernel/viewer.ts';
import { forgetCitizens } from './pseudonyms.ts';

/** Times in days. */
export interface Retention {
  /** People who have not signed in for that long are erased, unless they act for an organization. */
  readonly idlePersonDays: number;
  /** Sessions, since they ended or expired. */
  readonly sessionDays: number;
  /** Sign-ins that were begun, since they expired. */
  readonly attemptDays: number;
  /** Grants, invitations, API tokens and codes of emergency, since they expired or were ended. */
  readonly credentialDays: number;
}

export const DEFAULT_RETENTION: Retention = {
  idlePersonDays: 730,
  sessionDays: 30,
  attemptDays: 1,
  credentialDays: 365,
};

export const RETENTION_JOB = 'citizens.retention';
export const retentionPeriods: readonly PeriodicJob[] = [{ kind: RETENTION_JOB, everyMs: 3_600_000 }];

/** People erased in one transaction; the next one goes on at once. */
const BATCH = 500;
const DAY = 86_400_000;

export interface RetentionResult {
  /** False when there may be more people to erase. */
  readonly isDone: boolean;
}

/** Deletes what has been kept for its time: of people a batch, and it answers whether there may be more. */
export const applyRetention = defineCommand({
  name: 'applyRetention',
  action: 'ownData.expire',
  async run(context: CommandContext, retention: Retention): Promise<RetentionResult> {
    const { tx, now } = context;
    const before = (days: number) => ({ lt: new Date(now.getTime() - days * DAY) });
    const session = before(retention.sessionDays);
    await tx.signInAttempt.deleteMany({ where: { expiresAt: before(retention.attemptDays) } });
    await tx.session.deleteMany({ where: { OR: [{ endedAt: session }, { expiresAt: session }] } });
    await deleteCredentials(context, before(retention.credentialDays));
    const erased = await eraseIdle(context, before(retention.idlePersonDays));
    return { isDone: erased < BATCH };
  },
});

async function deleteCredentials({ tx }: CommandContext, over: { lt: Date }): Promise<void> {
  await tx.emergencyCode.deleteMany({ where: { expiresAt: over } });
  await tx.grant.deleteMany({ where: { OR: [{ endedAt: over }, { validUntil: over }] } });
  await tx.invitation.deleteMany({ where: { grant: null, OR: [{ expiresAt: over }, { revokedAt: over }] } });
  const where = { OR: [{ expiresAt: over }, { revokedAt: over }] };
  const gone = (await tx.apiToken.findMany({ where, select: { id: true } })).map(({ id }) => id);
  await tx.apiToken.updateMany({ where: { replacesId: { in: gone } }, data: { replacesId: null } });
  await tx.apiToken.deleteMany({ where: { id: { in: gone } } });
}

/** Answers how many of a batch there were. */
async function eraseIdle({ tx, now, audit }: CommandContext, over: { lt: Date }): Promise<number> {
  const where = {
    lastSeenAt: over,
    grants: { none: isInForce(now) },
    sessions: { none: { endedAt: null, expiresAt: { gt: now } } },
  };
  const idle = await tx.person.findMany({ where, select: { id: true }, orderBy: { lastSeenAt: 'asc' }, take: BATCH });
  const ids = idle.map(({ id }) => id);
  await tx.person.deleteMany({ where: { AND: [{ id: { in: ids } }, where] } });
  // What officials did in office stays in their name.
  if (ids.length > 0) await forgetCitizens(tx, ids);
  for (const { id } of idle) audit({ action: 'person.expire', objectType: 'person', objectId: id });
  return idle.length;
}

/** The worker's handler, for the times of the configuration. */
export function retentionJobs(retention: Retention): JobHandlers {
  return {
    [RETENTION_JOB]: async (_job, { tx, now, changed, repeat }) => {
      const call = { viewer: SCHEDULER, now, requestId: undefined, changed };
      if (!(await runWithin(tx, call, applyRetention, retention)).isDone) repeat({});
    },
  };
}
