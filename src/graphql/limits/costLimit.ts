/** Holds what an operation costs to what whoever asks may spend on one, and tells it. */
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FragmentDefinitionNode,
  GraphQLError,
  getOperationAST,
  Kind,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Viewer } from '../../kernel/viewer.ts';
import type { Context } from '../context.ts';
import { say } from '../messages.ts';
import { costOf, type Variables } from './cost.ts';
import { tooComplex } from './documentLimits.ts';
import type { Limits } from './limits.ts';
import type { OperationCost } from './usage.ts';

/** What the viewer may spend on one operation. */
export function costLimitOf({ roles, scopes }: Viewer, { cost }: Limits): number {
  if (roles.has('EDITOR') || roles.has('APPROVER') || roles.has('ADMIN')) return cost.editor;
  return scopes || !roles.has('ANONYMOUS') ? cost.token : cost.anonymous;
}

type CostFunction = (variables: Variables) => number;

/** Costs of the operations of each document, by name, as long as yoga keeps the document. */
const known = new WeakMap<DocumentNode, Map<string, CostFunction>>();
const NO_VARIABLES: Variables = {};

/** A yoga plugin that does so; the answer's `extensions.cost` says what was requested and what the limit is. */
export function useCostLimit(limits: Limits): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const context = args.contextValue as unknown as Context;
      const costFunction = costFunctionOf(args);
      // Execution says by itself that there is no such operation.
      if (!costFunction) return;
      const requested = costFunction((args.variableValues ?? NO_VARIABLES) as Variables);
      const cost: OperationCost = { requested, limit: costLimitOf(context.viewer, limits) };
      context.usage.cost = cost;
      if (requested > cost.limit) setResultAndStopExecution(refusal(cost));
      return {
        onExecuteDone({ result, setResult }) {
          const { extensions } = result as ExecutionResult;
          setResult({ ...(result as ExecutionResult), extensions: { ...extensions, cost } });
        },
      };
    },
  };
}

function costFunctionOf({ schema, document, operationName }: ExecutionArgs): CostFunction | null {
  const name = operationName ?? '';
  const ofDocument = known.get(document) ?? new Map<string, CostFunction>();
  const present = ofDocument.get(name);
  if (present) return present;
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  const fragments = new Map(document.definitions.filter(isFragment).map((one) => [one.name.value, one]));
  const made = costOf(schema, operation, fragments);
  known.set(document, ofDocument.set(name, made));
  return made;
}

const isFragment = (node: { kind: string }): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION;

function refusal({ requested, limit }: OperationCost): ExecutionResult {
  const originalError = tooComplex(
    say('The operation costs {requested} points; it may cost {limit}: ask for fewer rows or fields.', {
      requested,
      limit,
    }),
  );
  return { errors: [new GraphQLError(originalError.message, { originalError })] };
}
