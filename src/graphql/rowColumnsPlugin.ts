/**
 * Fields of rows say which columns they are made from, and nothing is looked up while they are resolved: plugin-prisma would ask for every
 * field of every row whether its columns were read, for the sake of relations, which rows of entries do not have (ADR 103). Whoever reads
 * rows asks {@link columnsAt} before.
 */
import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import { fieldsAt } from './lookahead.ts';

interface RowColumns {
  readonly rowColumns?: readonly string[];
}

class RowColumnsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    if (field.kind !== 'PrismaObject') return field;
    // plugin-prisma keeps them here or there, by the way that the field was defined.
    const { pothosPrismaSelect: exposed, ...extensions } = field.extensions ?? {};
    const { select: given, ...options } = field.pothosOptions as { select?: object };
    // What says nothing is made from what its type selects always.
    const always = this.buildCache.getTypeConfig(field.parentType).extensions?.['pothosPrismaSelect'];
    const rowColumns = Object.keys(given ?? exposed ?? always ?? {});
    return {
      ...field,
      pothosOptions: options as typeof field.pothosOptions,
      extensions: { ...extensions, rowColumns },
    };
  }
}

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      rowColumns: RowColumnsPlugin<Types>;
    }
  }
}

export const rowColumnsPlugin = 'rowColumns';
SchemaBuilder.registerPlugin(rowColumnsPlugin, RowColumnsPlugin);

const columnsOf = new WeakMap<object, readonly string[]>();

/** The columns that the fields asked for at a place are made from; see {@link fieldsAt}. */
export function columnsAt(info: GraphQLResolveInfo, paths?: string[][]): readonly string[] {
  const fields = fieldsAt(info, paths);
  const present = columnsOf.get(fields);
  if (present) return present;
  const columns = fields.flatMap(({ extensions }) => (extensions as RowColumns).rowColumns ?? []);
  const distinct = [...new Set(columns)];
  columnsOf.set(fields, distinct);
  return distinct;
}
