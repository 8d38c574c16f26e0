/** Statements of the database in metrics and traces. */
import type { StatementWatch } from '../watchedDriver.ts';
import type { Telemetry } from './telemetry.ts';

/** Counts and times statements, and makes each a step of its trace. Prisma's SQL has placeholders in the place of values. */
export function statementWatch({ meter, tracer }: Telemetry): StatementWatch {
  const statements = meter.counter('rozcestnik_sql_statements_total', 'SQL statements, without BEGIN and COMMIT', [
    'outcome',
  ]);
  const times = meter.timer('rozcestnik_sql_seconds', 'Time that a statement takes, waiting for a connection included');
  return (sql) => {
    const start = performance.now();
    const span = tracer.call(verbOf(sql), { 'db.system.name': 'postgresql', 'db.query.text': sql });
    return (failure) => {
      times((performance.now() - start) / 1_000);
      statements({ outcome: failure ? 'error' : 'ok' });
      if (failure) span.fail(failure);
      span.end();
    };
  };
}

const verbOf = (sql: string) => sql.trimStart().slice(0, 20).split(/\s/, 1)[0]?.toUpperCase() ?? '';
