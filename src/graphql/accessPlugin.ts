/** Fails closed: a schema in which a field or a mutation does not say who may ask for it is not built. */
import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import type { Action } from '../kernel/permissions.ts';

const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);

/** What a field or a type may say: `authScopes: { may: 'entry.edit' }`. */
interface Gate {
  readonly authScopes?: { readonly may?: Action };
}

/** The action that whoever asks for a field, or for any field of a type, must be allowed to take; null for no gate. */
export function actionOf(options: unknown): Action | null {
  return (options as Gate | undefined)?.authScopes?.may ?? null;
}

class AccessPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const { parentType, name, pothosOptions, type } = field;
    const action = actionOf(pothosOptions);
    if (ROOTS.has(parentType) && !action) {
      throw new Error(
        `${parentType}.${name} does not say who may ask for it: add authScopes: { may: '<action>' } to its options, an action of kernel/permissions.ts.`,
      );
    }
    // A denial answers null at the field itself: otherwise it would null what is around it.
    if (action && !ROOTS.has(parentType) && !('nullable' in type && type.nullable)) {
      throw new Error(`${parentType}.${name} is gated by ${action}: it must be nullable.`);
    }
    // Who is denied one of several mutations still reads what the others did.
    return parentType === 'Mutation' ? { ...field, type: { ...type, nullable: true } as typeof type } : field;
  }
}

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      access: AccessPlugin<Types>;
    }
  }
}

export const accessPlugin = 'access';
SchemaBuilder.registerPlugin(accessPlugin, AccessPlugin);
