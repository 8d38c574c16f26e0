/** What a plan is made of, and what its run tells resolvers. */
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLError,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';

/** A query of a document, to be run with any variables. */
export interface QueryPlan {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Fields that are asked of the query type. */
  readonly selection: Selection;
  /** Number of fields that have a place, by now. */
  fields: number;
}

/** What is asked of one object. */
export interface Selection {
  /** In the order of the answer. */
  readonly fields: readonly FieldPlan[];
  /** An answer without values, copied for each object: so it has its fields in order, and its final shape at once. */
  readonly blank: Readonly<Record<string, null>>;
}

/** One field of an object. */
export interface FieldPlan {
  /** Its name in the answer. */
  readonly name: string;
  /** Its number within the plan. */
  readonly place: number;
  readonly plan: QueryPlan;
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
  readonly resolve: GraphQLFieldResolver<unknown, unknown>;
  readonly complete: Complete;
  /** What is asked of a value of a type. */
  selectionOf(type: GraphQLObjectType): Selection;
}

/** Makes of a resolved value what the answer shows, or a promise of it. `item` is the place of the value where it is one of a list. */
export type Complete = (info: Told, value: unknown, item?: Path) => unknown;

/** Where a value stands in the answer. */
export type Path = GraphQLResolveInfo['path'];

/** An answer that is being made. */
export interface Answering {
  readonly plan: QueryPlan;
  readonly context: unknown;
  readonly rootValue: unknown;
  readonly variables: Record<string, unknown>;
  readonly errors: GraphQLError[];
  /** Says when nothing further is to be resolved. */
  readonly signal: AbortSignal | undefined;
  /** @throws GraphQLError when they are not those that the field takes */
  argumentsOf(field: FieldPlan): Record<string, unknown>;
}

/** What a resolver is told. */
export interface Told extends GraphQLResolveInfo {
  readonly run: Answering;
  readonly field: FieldPlan;
  /** Name of the field in the schema, with its type's. */
  readonly coordinate: string;
}
