/** Runs queries by their plans. */
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { planOf } from './plan.ts';
import { runPlan } from './run.ts';

type Execute = (args: ExecutionArgs & { signal?: AbortSignal }) => Promise<ExecutionResult> | ExecutionResult;

/**
 * A yoga plugin that does so; what plans are not made for, and what is wrong with variables, is left to yoga's executor. It stands before
 * those that run the executor in circumstances of their own.
 */
export function useQueryPlans(): Plugin {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      const execute = executeFn as unknown as Execute;
      const executeByPlan: Execute = (args) => {
        const plan = planOf(args.schema, args.document, args.operationName);
        return (plan && runPlan(plan, args, args.signal)) ?? execute(args);
      };
      setExecuteFn(executeByPlan as typeof executeFn);
    },
  };
}
