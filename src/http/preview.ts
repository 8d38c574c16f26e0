/** Previews over HTTP: the header `x-preview` with a global id, or the URL parameter `preview` with a link's token. */
import { type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { answerPreviewed, type PreviewRequest } from '../catalogue/graphql/editorial/preview.ts';
import { previewTimeout } from '../catalogue/reads/asIfPublished.ts';
import type { Context } from '../graphql/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { Turns } from '../kernel/turns.ts';
import type { ReferenceData } from '../organizations/referenceData.ts';
import { tookTooLong } from '../platform/tookTooLong.ts';
import { say } from './messages.ts';

/** Header with the global id of what is to be seen. */
const HEADER = 'x-preview';
const PARAMETER = 'preview';

/** Previews at once, at the most: each holds a connection, and those of one entry wait for each other. */
const MAX_PREVIEWS = 2;

type Execute = (args: ExecutionArgs) => Promise<ExecutionResult>;

/** A yoga plugin that answers queries as if what the request names were published, and lets nobody keep the answer. */
export function usePreview(references: ReferenceData): Plugin<{ request: Request }> {
  const turns = new Turns(MAX_PREVIEWS);
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const wanted = previewOf((args.contextValue as { request: Request }).request);
      if (!wanted) return;
      assertQuery(args);
      const execute = executeFn as unknown as Execute;
      const executePreviewed: Execute = (given) => {
        const { contextValue } = given as { contextValue: Context };
        return turns.take(() =>
          answerPreviewed(references, contextValue, wanted, async (context) => {
            const result = await execute({ ...given, contextValue: context });
            // What came before the limit is not the whole answer.
            if (result.errors?.some(({ originalError }) => tookTooLong(originalError))) throw previewTimeout();
            return result;
          }),
        );
      };
      setExecuteFn(executePreviewed as typeof executeFn);
    },
  };
}

function assertQuery({ document, operationName }: ExecutionArgs): void {
  // Without an operation to execute, execution says so itself.
  if ((getOperationAST(document, operationName)?.operation ?? 'query') === 'query') return;
  throw new DomainError('INVALID_INPUT', say('A preview answers queries alone: nothing can be changed in it.'));
}

function tokenIn({ url }: Request): string | null {
  // Most addresses have no parameters at all, and taking one apart is dear.
  return url.includes('?') ? new URL(url).searchParams.get(PARAMETER) : null;
}

/** Headers of an answer to a request for a preview: nobody keeps it. */
export function previewHeaders(request: Request): Readonly<Record<string, string>> {
  const isPreview = request.headers.get(HEADER) !== null || tokenIn(request) !== null;
  return isPreview ? { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' } : {};
}

/** What the request asks to see; null when that is what is published. */
function previewOf(request: Request): PreviewRequest | null {
  const id = request.headers.get(HEADER);
  const token = tokenIn(request);
  if (id !== null && token !== null) {
    throw new DomainError(
      'INVALID_INPUT',
      say('Pass the header {header} or the parameter {parameter}, not both.', { header: HEADER, parameter: PARAMETER }),
    );
  }
  if (token !== null) return { token };
  return id === null ? null : { id };
}
