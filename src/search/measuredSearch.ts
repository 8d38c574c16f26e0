/** Search whose questions are timed. */
import type { Meter } from '../platform/telemetry/meter.ts';
import type { SearchEngine } from './engine.ts';
import type { SearchParts } from './parts.ts';

/** The parts, with questions timed by engine and by how they ended: `ok`, `degraded` (a spare engine answered), `error`. */
export function measuredSearch(search: SearchParts, meter: Meter): SearchParts {
  const { engine } = search;
  const times = meter.timer('rozcestnik_search_seconds', 'Time to answer a question to the search engine', [
    'engine',
    'outcome',
  ]);
  const ask: SearchEngine['search'] = async (request) => {
    const start = performance.now();
    const told = (outcome: string) => times((performance.now() - start) / 1_000, { engine: engine.name, outcome });
    try {
      const answer = await engine.search(request);
      told(answer.degraded ? 'degraded' : 'ok');
      return answer;
    } catch (error) {
      told('error');
      throw error;
    }
  };
  return { ...search, engine: overriding(engine, { search: ask }) };
}

/** The engine with another method; its own ones keep their `this`. */
function overriding(engine: SearchEngine, methods: Partial<SearchEngine>): SearchEngine {
  return new Proxy(engine, {
    get: (target, name) => {
      const value: unknown = Reflect.get(name in methods ? methods : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
