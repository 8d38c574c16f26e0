/** What is learnt of a request on its way, for the log, the metrics and the trace. Never values of variables. */
import type { IncomingMessage } from 'node:http';
import { type ExecutionResult, getOperationAST, Kind } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** The GraphQL operation of a request. */
export interface OperationFacts {
  /** As its client named it; null when it did not. */
  readonly name: string | null;
  readonly type: string;
  /** Its root fields, each once. */
  readonly fields: readonly string[];
}

export interface RequestFacts {
  /** Its id, where the head of the answer does not tell. */
  requestId?: string;
  operation?: OperationFacts;
  /** Codes of the errors in the answer. */
  codes?: readonly string[];
}

const facts = new WeakMap<IncomingMessage, RequestFacts>();

/** What is known of a request by now. */
export function factsOf(request: IncomingMessage): RequestFacts {
  const known = facts.get(request);
  if (known) return known;
  const none: RequestFacts = {};
  facts.set(request, none);
  return none;
}

/** What yoga adds to the context when it is called by Node's server. */
interface ServerContext {
  readonly req?: IncomingMessage;
}

/** A yoga plugin that notes the operation and the codes of what went wrong with it; to stand behind those that make the codes. */
export function useRequestFacts(): Plugin {
  return {
    onExecute({ args: { document, operationName, contextValue } }) {
      const { req } = contextValue as ServerContext;
      const operation = getOperationAST(document, operationName);
      if (!req || !operation) return;
      const fields = operation.selectionSet.selections.map((one) => (one.kind === Kind.FIELD ? one.name.value : '…'));
      factsOf(req).operation = {
        name: operation.name?.value ?? null,
        type: operation.operation,
        fields: [...new Set(fields)],
      };
    },
    onResultProcess({ result, serverContext }) {
      const { req } = serverContext as ServerContext;
      if (req) noteCodes(req, result as ExecutionResult);
    },
  };
}

/** Notes the codes of the errors of a result. */
export function noteCodes(request: IncomingMessage, { errors }: ExecutionResult): void {
  if (!errors?.length) return;
  factsOf(request).codes = [...new Set(errors.map(({ extensions }) => String(extensions?.['code'])))];
}
