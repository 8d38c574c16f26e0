/** Refuses text that no database column can hold: NUL and lone surrogates, in literals as in variables. */
import { type ASTNode, type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { DomainError } from '../kernel/errors.ts';
import type { Value } from '../kernel/message.ts';
import { say } from './messages.ts';

const isSafe = (text: string) => text.isWellFormed() && !text.includes('\0');

/** A yoga plugin that checks every text of a request before anything is executed. */
export function useSafeText(): Plugin {
  return {
    onParams({ params }) {
      const path = unsafePath(params.variables, 'variables');
      if (path) throw refusal(path);
    },
    onValidate({ addValidationRule }) {
      addValidationRule(safeLiterals);
    },
  };
}

function safeLiterals(context: ValidationContext): ASTVisitor {
  return {
    StringValue(node) {
      if (!isSafe(node.value)) context.reportError(refusal(say('A text'), node));
    },
  };
}

/** Where in `value` an unsafe text stands; undefined when there is none. */
function unsafePath(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return isSafe(value) ? undefined : path;
  if (value === null || typeof value !== 'object') return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = isSafe(key) ? unsafePath(item, `${path}.${key}`) : path;
    if (found) return found;
  }
  return undefined;
}

function refusal(place: Value, node?: ASTNode): GraphQLError {
  const said = say('{place} must be well-formed Unicode without NUL characters.', { place });
  const originalError = new DomainError('INVALID_INPUT', said);
  return new GraphQLError(originalError.message, {
    ...(node ? { nodes: node } : {}),
    originalError,
  });
}
