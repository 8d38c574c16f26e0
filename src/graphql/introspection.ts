/** Who may read the schema by asking the service for it. */
import { type DocumentNode, GraphQLError, visit } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { DomainError } from '../kernel/errors.ts';
import { may } from '../kernel/permissions.ts';
import type { Viewer } from '../kernel/viewer.ts';
import type { Context } from './context.ts';
import { say } from './messages.ts';

/** The contract is public, in `schema.graphql` and by default here too; an installation may keep it to editors or to nobody. */
export const INTROSPECTION_POLICIES = ['everybody', 'editors', 'nobody'] as const;
export type IntrospectionPolicy = (typeof INTROSPECTION_POLICIES)[number];

const ALLOWS: Readonly<Record<IntrospectionPolicy, (viewer: Viewer) => boolean>> = {
  everybody: () => true,
  editors: (viewer) => may(viewer, 'entry.readDrafts'),
  nobody: () => false,
};

/** A yoga plugin that refuses `__schema` and `__type` to all others. */
export function useIntrospectionPolicy(policy: IntrospectionPolicy): Plugin {
  if (policy === 'everybody') return {};
  const known = new WeakMap<DocumentNode, boolean>();
  return {
    onExecute({ args: { document, contextValue }, setResultAndStopExecution }) {
      const asks = known.get(document) ?? asksForSchema(document);
      known.set(document, asks);
      if (!asks || ALLOWS[policy]((contextValue as unknown as Context).viewer)) return;
      const originalError = new DomainError(
        'FORBIDDEN',
        say('This service does not tell its schema: see its documentation.'),
      );
      setResultAndStopExecution({ errors: [new GraphQLError(originalError.message, { originalError })] });
    },
  };
}

function asksForSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, {
    Field({ name }) {
      if (name.value === '__schema' || name.value === '__type') asks = true;
    },
  });
  return asks;
}
