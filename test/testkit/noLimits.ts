import type { Limits } from '../../src/graphql/limits/limits.ts';

/** The largest Int of GraphQL. */
const MOST = 2 ** 31 - 1;

/** For tests that ask for more at once than the service gives: their subject is what it answers, not how much. */
export const NO_LIMITS: Limits = {
  documentBytes: Number.MAX_SAFE_INTEGER,
  tokens: Number.MAX_SAFE_INTEGER,
  depth: Number.MAX_SAFE_INTEGER,
  aliases: Number.MAX_SAFE_INTEGER,
  rootFields: Number.MAX_SAFE_INTEGER,
  directives: Number.MAX_SAFE_INTEGER,
  fields: Number.MAX_SAFE_INTEGER,
  validationErrors: Number.MAX_SAFE_INTEGER,
  cost: { anonymous: MOST, token: MOST, editor: MOST },
  milliseconds: 60_000,
};
