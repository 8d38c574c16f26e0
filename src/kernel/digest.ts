import { createHash } from 'node:crypto';
import stringify from 'safe-stable-stringify';

/** SHA-256, hexadecimal, of a value as JSON with sorted keys: equal for equal values, whatever the order of their fields. */
export function digestOf(value: unknown): string {
  return createHash('sha256')
    .update(stringify(value) ?? '')
    .digest('hex');
}
