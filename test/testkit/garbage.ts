/** The garbage collector, at once. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Collects all that nobody holds; what was held by a weak reference lately is held until the next turn. */
export async function collectGarbage(): Promise<void> {
  await nextTurn();
  collect();
}
