/** Tells which answers of the endpoint may be kept. */
import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Uses } from '../../graphql/uses.ts';

/** What the listener passes on. */
export interface Noting {
  readonly uses?: Uses;
}

/** A yoga plugin that lets answers to queries be kept that have no errors. */
export function useKeptAnswers(): Plugin {
  return {
    onExecute({ args: { document, operationName, contextValue } }) {
      if (getOperationAST(document, operationName)?.operation === 'query') (contextValue as Noting).uses?.allow();
    },
    onResultProcess({ result, serverContext }) {
      if ('errors' in result && result.errors) (serverContext as Noting).uses?.forbid();
    },
  };
}
