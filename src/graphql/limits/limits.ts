/** How much one operation may ask for: the one table of numbers. Limits of the HTTP request itself are in `http/`. */

/** The numbers; a test or a deployment may choose others. */
export interface Limits {
  /** Bytes of a document, in UTF-8. */
  readonly documentBytes: number;
  /** Tokens of a document, as GraphQL.js counts them. */
  readonly tokens: number;
  /** Fields below each other. Introspection is exempt: its standard query is deeper, and GraphQL.js limits it by itself. */
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  /** Fields with every fragment written out in its places. */
  readonly fields: number;
  /** Errors that a document which does not fit the schema is told of. */
  readonly validationErrors: number;
  /** Points that an operation may cost, by who asks; see `cost.ts`. */
  readonly cost: {
    readonly anonymous: number;
    /** Systems with an API token, and people who have signed in. */
    readonly token: number;
    readonly editor: number;
  };
  /** How long an operation may be executed. */
  readonly milliseconds: number;
}

export const LIMITS: Limits = {
  documentBytes: 10_000,
  tokens: 1_000,
  depth: 10,
  aliases: 15,
  rootFields: 10,
  directives: 50,
  fields: 2_000,
  validationErrors: 20,
  cost: { anonymous: 1_000, token: 5_000, editor: 10_000 },
  milliseconds: 10_000,
};
