/** What readiness depends on, and what it only tells of. */
import { readOutbox } from '../journal/outbox.ts';
import type { Clock } from '../kernel/clock.ts';
import type { OpenDatabase } from '../platform/database.ts';
import { ping } from '../platform/prismaClient.ts';
import type { Search } from '../search/service.ts';
import type { HealthCheck, HealthChecks } from './health.ts';

/** Seconds of delay from which on work that was put off is late. */
const LATE = 60;

export interface HealthSources {
  readonly database: OpenDatabase;
  readonly search: Pick<Search, 'status'>;
  readonly clock: Clock;
}

/**
 * Without the database, or with one that lacks a migration, an instance cannot answer. Late work and a spare search engine are the
 * same on every instance: to take all of them out would make an outage of a delay (ADR 90).
 */
export function healthChecks({ database, search, clock }: HealthSources): HealthChecks {
  return {
    database: async () => {
      const start = performance.now();
      await ping(database.prisma);
      return { status: 'OK', milliseconds: Math.round(performance.now() - start) };
    },
    migrations: async () => {
      const missing = await database.missingMigrations();
      return { status: missing === 0 ? 'OK' : 'FAILED', missing };
    },
    outbox: toldOnly(async () => {
      const { due, lag, failed } = await readOutbox(database.prisma, clock());
      return { status: lag > LATE ? 'DEGRADED' : 'OK', due, lagSeconds: Math.round(lag), failed };
    }),
    search: toldOnly(async () => {
      const { degraded, documents, lag } = await search.status();
      return { status: degraded ? 'DEGRADED' : 'OK', documents, lagSeconds: Math.round(lag) };
    }),
  };
}

/** A part that does not decide whether requests are answered. */
function toldOnly(check: HealthCheck): HealthCheck {
  return async () => check().catch(() => ({ status: 'DEGRADED' as const }));
}
