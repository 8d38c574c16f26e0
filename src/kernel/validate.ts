import type { z } from 'zod';
import { type Issue, invalidInput } from './errors.ts';
import { type Message, messageOf } from './message.ts';
import { schemaMessages } from './schemaMessages.ts';

/** Input that was found right, with defaults filled in, or what is wrong with it. */
export type Checked<Output> =
  | { readonly data: Output; readonly issues: readonly [] }
  | { readonly data?: undefined; readonly issues: readonly Issue[] };

/** Checks `input`; every issue says in the reader's language what would be right. */
export function check<Output>(schema: z.ZodType<Output>, input: unknown): Checked<Output> {
  const result = schema.safeParse(input, schemaMessages);
  if (result.success) return { data: result.data, issues: [] };
  return {
    issues: result.error.issues.map((issue) => ({ path: issue.path.map(pathKey), message: messageOf(issue) })),
  };
}

/**
 * Validated `input`, with defaults filled in.
 * @param place where in what the caller gave the input is: paths of errors begin there
 * @throws DomainError INVALID_INPUT naming the path of everything that is wrong in `subject` and what would be right.
 */
export function validate<Output>(
  schema: z.ZodType<Output>,
  input: unknown,
  subject: Message,
  place: Issue['path'] = [],
): Output {
  const result = check(schema, input);
  const issues = result.issues.map(({ path, message }) => ({ path: [...place, ...path], message }));
  if (issues.length > 0) throw invalidInput(subject, issues);
  return result.data as Output;
}

function pathKey(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key);
}
