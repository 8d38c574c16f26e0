/**
 * Input types from zod schemas, so that what the API takes cannot drift from what is checked. Fields are described by
 * `.describe()`; global ids in the input become ids in the content.
 */
import type { InputFieldBuilder, InputFieldRef } from '@pothos/core';
import { z } from 'zod';
import { day, email, httpsUrl, reference } from '../kernel/fields.ts';
import { decodeGlobalId } from '../kernel/ids.ts';
import { WRITABLE_LOCALES } from '../kernel/locale.ts';
import { type BuilderTypes, builder } from './builder.ts';

type InputBuilder = InputFieldBuilder<BuilderTypes, 'InputObject'>;
type InputMap = Record<string, InputFieldRef<BuilderTypes, unknown>>;
type Schema = z.core.$ZodType;

/** Input types of schemas that have one: scalars, enumerations, objects that were met before. */
const known = new Map<Schema, unknown>([
  [reference, 'ID'],
  [httpsUrl, 'URL'],
  [email, 'EmailAddress'],
  [day, 'Date'],
]);

/** Lets every field with this schema be of the given input type. */
export function useInputType(schema: Schema, type: unknown): void {
  known.set(schema, type);
}

/**
 * Fields of the input type `typeName` for an object schema. In a patch no field is required.
 */
export function inputFields(t: InputBuilder, typeName: string, schema: z.ZodObject, isPatch = false): InputMap {
  return Object.fromEntries(
    Object.entries(schema.shape).map(([name, field]) => {
      const { inner, isRequired } = unwrap(field);
      const nested = `${typeName.replace(/(Content|Patch)?Input$/, '')}${name[0]?.toUpperCase()}${name.slice(1)}Input`;
      const type = typeOf(inner, nested, field.description);
      const description = field.description ?? missing(`${typeName}.${name}`);
      return [name, t.field({ type: type as 'String', required: (isRequired && !isPatch) as false, description })];
    }),
  );
}

/** A schema without its wrappers, and whether a value must be given. */
function unwrap(schema: Schema): { inner: Schema; isRequired: boolean } {
  const { def } = schema._zod as { def: { type: string; innerType?: Schema; in?: Schema } };
  if (def.type === 'pipe' && def.in) return unwrap(def.in);
  if (['optional', 'nullable', 'default'].includes(def.type) && def.innerType) {
    return { inner: unwrap(def.innerType).inner, isRequired: false };
  }
  return { inner: schema, isRequired: true };
}

function knownType(schema: Schema): unknown {
  const parent = schema._zod.parent as Schema | undefined;
  return known.get(schema) ?? (parent && knownType(parent));
}

function typeOf(schema: Schema, nestedName: string, description: string | undefined): unknown {
  const type = knownType(schema);
  if (type) return type;
  if (schema instanceof z.ZodArray) return [typeOf(unwrap(schema.element).inner, nestedName, description)];
  if (schema instanceof z.ZodRecord) return localizedType(unwrap(schema.valueType).inner);
  if (schema instanceof z.ZodObject) return objectType(schema, nestedName, description);
  if (schema instanceof z.ZodBoolean) return 'Boolean';
  if (schema instanceof z.ZodNumber) return 'Int';
  if (schema instanceof z.ZodString) return 'String';
  throw new Error(`There is no input type for the ${schema._zod.def.type} at ${nestedName}.`);
}

/** The schema that a described one was made from. */
function original(schema: Schema): Schema {
  const parent = schema._zod.parent as Schema | undefined;
  return parent ? original(parent) : schema;
}

/** Defines the input type of an object schema under a name of its own; others are named by where they are met first. */
export function defineInput(schema: z.ZodObject, name: string): void {
  objectType(schema, name, undefined);
}

function objectType(schema: z.ZodObject, name: string, description: string | undefined): unknown {
  const type = builder.inputType(name, {
    description: schema.description ?? description ?? missing(name),
    fields: (t) => inputFields(t as unknown as InputBuilder, name, schema) as never,
  });
  known.set(original(schema), type);
  return type;
}

/** Texts by language. */
export const LocalizedTextInput = builder.inputType('LocalizedTextInput', {
  description: 'A text in one or more languages. In a patch an absent language stays as it is and null removes it.',
  fields: (t) =>
    Object.fromEntries(
      WRITABLE_LOCALES.map((locale) => [locale, t.string({ description: `Text in the language ${locale}.` })]),
    ),
});

const LocalizedKeywordsInput = builder.inputType('LocalizedKeywordsInput', {
  description: 'Keywords in one or more languages. In a patch an absent language stays as it is and null removes it.',
  fields: (t) =>
    Object.fromEntries(
      WRITABLE_LOCALES.map((locale) => [locale, t.stringList({ description: `Keywords in the language ${locale}.` })]),
    ),
});

function localizedType(value: Schema): unknown {
  return value instanceof z.ZodArray ? LocalizedKeywordsInput : LocalizedTextInput;
}

function missing(place: string): never {
  throw new Error(`${place} has no description.`);
}

/** How an input is read: where it stands, and whether it is a patch. */
export interface InputPlace {
  readonly path: readonly (string | number)[];
  readonly isPatch?: boolean;
}

/**
 * Content from an input: global ids decoded, languages without a text left out unless they are to be removed by a patch.
 * @throws DomainError INVALID_ID, with its path, for an id that is malformed.
 */
export function fromInput(schema: Schema, value: unknown, { path, isPatch = false }: InputPlace): unknown {
  const { inner } = unwrap(schema);
  if (value === null || value === undefined) return value;
  if (knownType(inner) === 'ID') return decodeGlobalId(String(value), path).id;
  if (inner instanceof z.ZodArray) {
    return (value as unknown[]).map((item, index) => fromInput(inner.element, item, { path: [...path, index] }));
  }
  if (inner instanceof z.ZodRecord) return withoutAbsent(value, isPatch);
  if (!(inner instanceof z.ZodObject)) return value;
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    fields.map(([name, item]) => [
      name,
      fromInput(inner.shape[name] as Schema, item, { path: [...path, name], isPatch }),
    ]),
  );
}

function withoutAbsent(texts: object, keepsNull: boolean): object {
  return Object.fromEntries(
    Object.entries(texts).filter(([, text]) => text !== undefined && (keepsNull || text !== null)),
  );
}
