/** What an answer was made from, for a cache on the way that can drop answers by such keys. */
import type { Use } from '../../graphql/uses.ts';

/** Keys at the most: caches take a header of some kB. */
const MAX_KEYS = 60;

/**
 * The keys, separated by spaces: `entry/…`, `organization/…`, and `kind/tile` or `organization` for all there are. Too many rows of
 * a sort count as all of them.
 */
export function surrogateKey(uses: ReadonlySet<Use>): string {
  const keys = [...uses].map((use) => use.replace(':', '/').replace(/\/\*$/, ''));
  if (keys.length <= MAX_KEYS) return keys.join(' ');
  return [...new Set([...uses].map(sortOf))].join(' ');
}

function sortOf(use: Use): string {
  return use.startsWith('kind:') ? use.replace(':', '/').replace(/\/\*$/, '') : (use.split(':')[0] as string);
}
