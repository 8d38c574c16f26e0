import { day } from './fields.ts';

/** ISO 8601 with seconds and an offset. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** The years that ISO 8601 writes with four digits and databases have: 1 to 9999. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** The instant that `text` names; null when it names none. Date alone would take 30 February for 2 March. */
export function parseInstant(text: string): Date | null {
  if (!INSTANT.test(text) || !day.safeParse(text.slice(0, 10)).success) return null;
  const time = Date.parse(text);
  return time >= EARLIEST && time <= LATEST ? new Date(time) : null;
}
