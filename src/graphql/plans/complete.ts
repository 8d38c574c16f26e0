/** How values become answers (GraphQL specification, 6.4.3 Value Completion): made once for each type, so that rows do not ask anew. */
import {
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { failed, isPromise, selected } from './run.ts';
import type { Complete, Path, Told } from './types.ts';

const known = new WeakMap<GraphQLOutputType, Complete>();

/** How values of a type are completed. */
export function completionOf(type: GraphQLOutputType): Complete {
  const present = known.get(type);
  if (present) return present;
  const made = isNonNullType(type) ? nonNull(type.ofType) : nullable(type);
  known.set(type, made);
  return made;
}

function nonNull(type: GraphQLOutputType): Complete {
  const complete = completionOf(type);
  return (info, value, item) => {
    const completed = complete(info, value, item);
    if (completed === null) throw new Error(`Cannot return null for non-nullable field ${info.coordinate}.`);
    return completed;
  };
}

function nullable(type: GraphQLOutputType): Complete {
  const complete = isListType(type) ? list(type.ofType) : named(type as GraphQLNamedOutputType);
  return (info, value, item) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    return complete(info, value, item);
  };
}

function named(type: GraphQLNamedOutputType): Complete {
  if (isLeafType(type)) return leaf(type);
  return isAbstractType(type) ? abstract(type) : object(type as GraphQLObjectType);
}

function leaf(type: GraphQLLeafType): Complete {
  return (_info, value) => {
    const serialized = serialize(type, value);
    if (serialized === null || serialized === undefined) throw new Error(`${type.name} cannot represent a value.`);
    return serialized;
  };
}

/** What a scalar refuses to show is a fault of ours, not of the request, so it is no GraphQLError. */
function serialize(type: GraphQLLeafType, value: unknown): unknown {
  try {
    return type.serialize(value);
  } catch (error) {
    throw error instanceof GraphQLError ? new Error(error.message) : error;
  }
}

function list(itemType: GraphQLOutputType): Complete {
  const complete = completionOf(itemType);
  return (info, value, item) => {
    if (!isIterable(value)) throw new Error(`Expected Iterable, but did not find one for field "${info.coordinate}".`);
    const items: unknown[] = [];
    const prev = item ?? info.path;
    let waits = false;
    try {
      for (const one of value) {
        const completed = completeItem(info, one, { prev, key: items.length, typename: undefined });
        waits ||= isPromise(completed);
        items.push(completed);
      }
    } catch (error) {
      // Nobody waits for the others any more, be they refused as well; those behind it have not been looked at.
      const rest = Array.isArray(value) ? value.slice(items.length) : [];
      for (const one of [...items, ...rest]) if (isPromise(one)) one.then(undefined, () => undefined);
      throw error;
    }
    return waits ? Promise.all(items) : items;
  };

  function completeItem(info: Told, value: unknown, item: Path): unknown {
    try {
      const completed = isPromise(value)
        ? value.then((known) => complete(info, known, item))
        : complete(info, value, item);
      return isPromise(completed)
        ? completed.then(undefined, (error) => failed(info, error, itemType, item))
        : completed;
    } catch (error) {
      return failed(info, error, itemType, item);
    }
  }
}

function object(type: GraphQLObjectType): Complete {
  const { isTypeOf } = type;
  const show: Complete = (info, value, item) =>
    selected(info.run, info.field.selectionOf(type), value, item ?? info.path);
  if (!isTypeOf) return show;
  const shownIf = (is: boolean, info: Told, value: unknown, item: Path | undefined) => {
    if (is) return show(info, value, item);
    throw new Error(`Expected a value of type "${type.name}".`);
  };
  return (info, value, item) => {
    const is = isTypeOf(value, info.run.context, info);
    return isPromise(is) ? is.then((answered) => shownIf(answered, info, value, item)) : shownIf(is, info, value, item);
  };
}

function abstract(type: GraphQLAbstractType): Complete {
  const { resolveType } = type;
  if (!resolveType) throw new Error(`The type ${type.name} does not say of which type its values are.`);
  const showAs = (name: string | undefined, info: Told, value: unknown, item: Path | undefined) => {
    const found = name === undefined ? undefined : info.schema.getType(name);
    if (isObjectType(found) && info.schema.isSubType(type, found)) return completionOf(found)(info, value, item);
    throw new Error(`Runtime Object type "${name}" is not a possible type for "${type.name}".`);
  };
  return (info, value, item) => {
    const name = resolveType(value, info.run.context, info, type);
    return isPromise(name)
      ? name.then((answered) => showAs(answered, info, value, item))
      : showAs(name, info, value, item);
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
