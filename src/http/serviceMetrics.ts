/** Figures of the moment that are read when somebody looks: the outbox and search. */
import { readOutbox } from '../journal/outbox.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Database } from '../platform/database.ts';
import type { Meter } from '../platform/telemetry/meter.ts';
import type { Search } from '../search/service.ts';

export interface MeasuredParts {
  readonly database: Database;
  readonly search: Pick<Search, 'status'>;
  readonly clock: Clock;
}

/** Registers them. */
export function serviceMetrics(meter: Meter, { database, search, clock }: MeasuredParts): void {
  meter.gauges(
    {
      rozcestnik_outbox_due: 'Jobs whose time has come and that are not done',
      rozcestnik_outbox_lag_seconds: 'How long the oldest of them has been due',
      rozcestnik_outbox_failed: 'Jobs that failed and will be tried again',
    },
    async () => {
      const { due, lag, failed } = await readOutbox(database, clock());
      return { rozcestnik_outbox_due: due, rozcestnik_outbox_lag_seconds: lag, rozcestnik_outbox_failed: failed };
    },
  );
  meter.gauges(
    {
      rozcestnik_search_documents: 'Documents in the index',
      rozcestnik_search_lag_seconds: 'Age of the oldest change that is not in the index',
      rozcestnik_search_degraded: '1 while the index is not complete or a spare engine answers',
    },
    async () => {
      const { documents, lag, degraded } = await search.status();
      return {
        rozcestnik_search_documents: documents,
        rozcestnik_search_lag_seconds: lag,
        rozcestnik_search_degraded: degraded ? 1 : 0,
      };
    },
  );
}
