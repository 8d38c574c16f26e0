/** The phases of GraphQL as steps of a request's trace. */
import type { Plugin } from 'graphql-yoga';
import type { Tracer } from '../platform/telemetry/tracer.ts';

/** A yoga plugin that makes parsing, validating, finding out who asks, and executing steps of the trace. */
export function useTracePhases(tracer: Tracer): Plugin {
  return {
    instrumentation: {
      parse: (_payload, work) => tracer.within('graphql.parse', {}, work),
      validate: (_payload, work) => tracer.within('graphql.validate', {}, work),
      context: (_payload, work) => tracer.within('graphql.context', {}, work),
      execute: (_payload, work) => tracer.within('graphql.execute', {}, work),
    },
  };
}
