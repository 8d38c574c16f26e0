/** Ends operations that take too long. */
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { DomainError } from '../../kernel/errors.ts';
import { say } from '../messages.ts';
import type { Limits } from './limits.ts';

type Result = Promise<ExecutionResult> | ExecutionResult;
type Execute = (args: ExecutionArgs & { signal: AbortSignal }) => Result;

/** The error of an operation, or of a statement of it, that took too long. */
export function timeout(): DomainError {
  return new DomainError('TIMEOUT', say('The answer took too long. Ask for less, or try again in a while.'));
}

/**
 * A yoga plugin that answers TIMEOUT after the time of the limits. Nothing further is resolved then; statements that run in
 * the database have a limit of their own, and a command that is under way is carried out or undone as a whole.
 */
export function useTimeLimit({ milliseconds }: Limits): Plugin {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      const execute = executeFn as unknown as Execute;
      const executeInTime = (args: ExecutionArgs) => {
        const controller = new AbortController();
        const result = execute({ ...args, signal: controller.signal });
        return result instanceof Promise ? inTime(result, controller, milliseconds) : result;
      };
      setExecuteFn(executeInTime as typeof executeFn);
    },
  };
}

/** The result, unless it takes longer. */
function inTime(result: Promise<ExecutionResult>, controller: AbortController, milliseconds: number): Result {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const reason = timeout();
      controller.abort(reason);
      reject(reason);
    }, milliseconds);
    result.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
