/** Runs the plan of a query (GraphQL specification, 6.2.1 and 6.4). */
import {
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLOutputType,
  getArgumentValues,
  getVariableValues,
  isNonNullType,
  locatedError,
} from 'graphql';
import type { Answering, FieldPlan, Path, QueryPlan, Selection, Told } from './types.ts';

/** Whether a value is to be waited for. */
export function isPromise<Value>(value: Value | PromiseLike<Value>): value is Promise<Value> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

type Result = ExecutionResult | Promise<ExecutionResult>;

/**
 * Runs a plan; null when the variables are not those that the query takes. Nothing further is resolved once the signal says so: the result
 * is of no use then.
 */
export function runPlan(
  plan: QueryPlan,
  { contextValue, rootValue, variableValues }: ExecutionArgs,
  signal?: AbortSignal,
): Result | null {
  const { schema, operation, selection } = plan;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {}, ONE_ERROR);
  return coerced ? new Run(plan, contextValue, rootValue, coerced, signal).answer(selection) : null;
}

/** Who says what is wrong with the variables is somebody else. */
const ONE_ERROR = { maxErrors: 1 };

/** One run of a plan. */
class Run implements Answering {
  readonly errors: GraphQLError[] = [];
  /** Arguments of the plan's fields by their place, once they are known: the same for all rows. */
  readonly #arguments: (ReturnType<Answering['argumentsOf']> | undefined)[] = [];

  constructor(
    readonly plan: QueryPlan,
    readonly context: unknown,
    readonly rootValue: unknown,
    readonly variables: Record<string, unknown>,
    readonly signal: AbortSignal | undefined,
  ) {}

  answer(selection: Selection): Result {
    try {
      const data = selected(this, selection, this.rootValue, undefined);
      return isPromise(data)
        ? data.then(
            (known) => this.#response(known),
            (error: GraphQLError) => this.#without(error),
          )
        : this.#response(data);
    } catch (error) {
      return this.#without(error as GraphQLError);
    }
  }

  argumentsOf({ place, definition, nodes }: FieldPlan) {
    const known = this.#arguments[place];
    if (known) return known;
    const made = getArgumentValues(definition, nodes[0] as FieldPlan['nodes'][number], this.variables);
    this.#arguments[place] = made;
    return made;
  }

  #response(data: ExecutionResult['data']): ExecutionResult {
    return this.errors.length > 0 ? { errors: this.errors, data } : { data };
  }

  #without(error: GraphQLError): ExecutionResult {
    this.errors.push(error);
    return this.#response(null);
  }
}

/** What a resolver is told; as a class, since most resolvers ask for nothing of it. */
class FieldInfo implements Told {
  #path: Path | undefined;

  constructor(
    readonly run: Answering,
    readonly field: FieldPlan,
    /** Place of the object whose field it is. */
    readonly above: Path | undefined,
  ) {}

  get path(): Path {
    this.#path ??= { prev: this.above, key: this.field.name, typename: this.field.parentType.name };
    return this.#path;
  }

  get fieldName() {
    return this.field.definition.name;
  }
  get fieldNodes() {
    return this.field.nodes;
  }
  get returnType() {
    return this.field.definition.type;
  }
  get parentType() {
    return this.field.parentType;
  }
  get schema() {
    return this.run.plan.schema;
  }
  get fragments() {
    return this.run.plan.fragments;
  }
  get rootValue() {
    return this.run.rootValue;
  }
  get operation() {
    return this.run.plan.operation;
  }
  get variableValues() {
    return this.run.variables;
  }
  get coordinate() {
    return `${this.field.parentType.name}.${this.field.definition.name}`;
  }
}

type Answered = Record<string, unknown>;

/** The selected fields of an object. */
export function selected(
  run: Answering,
  selection: Selection,
  source: unknown,
  path: Path | undefined,
): Answered | Promise<Answered> {
  const answer: Answered = { ...selection.blank };
  let waiting: Promise<void>[] | undefined;
  try {
    for (const field of selection.fields) {
      const { name } = field;
      const value = resolved(run, field, source, path);
      if (isPromise(value)) {
        waiting ??= [];
        waiting.push(
          value.then((known) => {
            answer[name] = known;
          }),
        );
      } else {
        answer[name] = value;
      }
    }
  } catch (error) {
    if (!waiting) throw error;
    return Promise.allSettled(waiting).then(() => {
      throw error;
    });
  }
  return waiting ? Promise.all(waiting).then(() => answer) : answer;
}

function resolved(run: Answering, field: FieldPlan, source: unknown, above: Path | undefined): unknown {
  const info = new FieldInfo(run, field, above);
  try {
    if (run.signal?.aborted) throw run.signal.reason;
    const value = field.resolve(source, run.argumentsOf(field), run.context, info);
    const completed = isPromise(value)
      ? value.then((known) => field.complete(info, known))
      : field.complete(info, value);
    return isPromise(completed)
      ? completed.then(undefined, (error) => failed(info, error, info.returnType))
      : completed;
  } catch (error) {
    return failed(info, error, info.returnType);
  }
}

/**
 * What stands in the place of a value that could not be made (6.4.4 Handling Execution Errors).
 * @throws GraphQLError where nothing may stand there, for what is above it
 */
export function failed(info: Told, error: unknown, type: GraphQLOutputType, item?: Path): null {
  const located = locatedError(error, info.fieldNodes, keysOf(item ?? info.path));
  if (isNonNullType(type)) throw located;
  info.run.errors.push(located);
  return null;
}

function keysOf(path: Path): (string | number)[] {
  const keys = [path.key];
  for (let above = path.prev; above; above = above.prev) keys.unshift(above.key);
  return keys;
}
