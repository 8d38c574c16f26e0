/** Search whose questions are timed. */
import type { Meter } from '../platform/telemetry/meter.ts';
import type { SearchParts } from './parts.ts';

/** The parts, with questions timed by engine and by how they ended: `ok`, `degraded` (a spare engine answered), `error`. */
export function measuredSearch(search: SearchParts, meter: Meter): SearchParts {
  const { name: engine } = search.engine;
  const times = meter.timer('rozcestnik_search_seconds', 'Time to answer a question to the search engine', [
    'engine',
    'outcome',
  ]);
  const find: SearchParts['find'] = async (request) => {
    const start = performance.now();
    const told = (outcome: string) => times((performance.now() - start) / 1_000, { engine, outcome });
    try {
      const answer = await search.find(request);
      told(answer.degraded ? 'degraded' : 'ok');
      return answer;
    } catch (error) {
      told('error');
      throw error;
    }
  };
  return { ...search, find };
}
