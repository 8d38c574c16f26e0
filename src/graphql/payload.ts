/** Payloads of mutations: what was changed, or errors as data. */
import { type Conflict, DomainError, type ErrorCode } from '../kernel/errors.ts';
import type { Message } from '../kernel/message.ts';
import { builder } from './builder.ts';
import { languageAt } from './context.ts';

/** Description of the idempotency key that a mutation's input takes; see journal/idempotency.ts. */
export const IDEMPOTENCY_KEY =
  'A key of your choice, up to 200 characters: the same key and input gives the same answer and one effect for 48 hours.';

/** Codes of failures that are answered as data; the others end the request. */
const DATA_CODES = [
  'INVALID_INPUT',
  'INVALID_ID',
  'CONFLICT',
  'ILLEGAL_TRANSITION',
  'NOT_ELIGIBLE',
  'IDEMPOTENCY_KEY_REUSED',
] as const;
type DataCode = (typeof DATA_CODES)[number] & ErrorCode;

const MutationErrorCode = builder.enumType('MutationErrorCode', {
  description: 'Why a mutation did nothing.',
  values: {
    INVALID_INPUT: { description: 'Something in the input is not valid; the path says where.' },
    INVALID_ID: { description: 'An id in the input is malformed.' },
    CONFLICT: { description: 'Somebody else was faster, or a name is taken.' },
    ILLEGAL_TRANSITION: { description: 'The state does not allow the step.' },
    NOT_ELIGIBLE: { description: 'Something that must hold beforehand does not; each error names what.' },
    IDEMPOTENCY_KEY_REUSED: { description: 'The idempotency key was used with another input.' },
  } satisfies Record<DataCode, object>,
});

/** One reason why a mutation did nothing. */
export interface MutationError {
  readonly code: DataCode;
  readonly message: Message;
  readonly path: readonly string[];
  readonly conflict: Conflict | null;
}

const ErrorInterface = builder.interfaceRef<MutationError>('Error').implement({
  description: 'A reason why a mutation did nothing.',
  resolveType: ({ conflict }) => (conflict ? 'ConflictError' : 'InputError'),
  fields: (t) => ({
    code: t.expose('code', { type: MutationErrorCode, description: 'Stable code to decide by.' }),
    message: t.string({
      description: 'What is wrong and what would be right, in the language of the reader.',
      resolve: ({ message }, _args, context, info) => message(languageAt(context, info)),
    }),
    path: t.stringList({
      description: 'Where in the input; empty for the input as a whole.',
      resolve: ({ path }) => [...path],
    }),
  }),
});

builder.objectType(builder.objectRef<MutationError>('InputError'), {
  description: 'Something in the input, or a step that the state does not allow.',
  interfaces: [ErrorInterface],
});

builder.objectType(builder.objectRef<MutationError & { conflict: Conflict }>('ConflictError'), {
  description: 'The object has changed since the caller looked at it.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    currentRevision: t.int({
      description: 'Revision that it has now.',
      resolve: ({ conflict }) => conflict.currentRevision,
    }),
    changedBy: t.string({
      nullable: true,
      description: 'Pseudonym of whoever made the last change.',
      resolve: ({ conflict }) => conflict.changedBy,
    }),
    changedFields: t.stringList({
      description: 'Paths of the fields that have changed since.',
      resolve: ({ conflict }) => [...conflict.changedFields],
    }),
  }),
});

/** Either the result of a mutation or its errors. */
export type Outcome<Result> = { readonly result: Result | null; readonly errors: readonly MutationError[] };

/** The field `errors` of every payload. */
export const ERRORS = {
  type: [ErrorInterface] as [typeof ErrorInterface],
  description: 'Why nothing was done; empty when it was.',
  resolve: ({ errors }: Outcome<unknown>) => [...errors],
};

/**
 * The outcome of `work`; expected failures become data.
 * @throws whatever is to end the request: FORBIDDEN, NOT_FOUND, faults.
 */
export async function outcomeOf<Result>(work: () => Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { result: await work(), errors: [] };
  } catch (error) {
    if (!(error instanceof DomainError) || !isDataCode(error.code)) throw error;
    return { result: null, errors: toMutationErrors(error, error.code) };
  }
}

function isDataCode(code: ErrorCode): code is DataCode {
  return (DATA_CODES as readonly string[]).includes(code);
}

function toMutationErrors({ said, issues, conflict }: DomainError, code: DataCode): MutationError[] {
  if (issues.length === 0) return [{ code, message: said, path: [], conflict }];
  return issues.map((issue) => ({ code, message: issue.message, path: issue.path.map(String), conflict }));
}
