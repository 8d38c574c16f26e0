import type { z } from 'zod';
import { invalidInput } from './errors.ts';

/**
 * Validated `input`, with defaults filled in.
 * @throws DomainError INVALID_INPUT naming the path of everything that is wrong in `subject` and what would be right.
 */
export function validate<Output>(schema: z.ZodType<Output>, input: unknown, subject: string): Output {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.map(pathKey), message }));
  throw invalidInput(subject, issues);
}

function pathKey(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key);
}
