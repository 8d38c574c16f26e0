/** What the seed's files say, as a Czech reader is to be answered: the measure of what comes out of the service. */
import { readSeed, type SeedFile, type SeedRow } from '../../seed/files.ts';
import type { EntryKind } from '../generated/graphql.ts';

/** Kinds by their files. */
const KINDS = {
  tile: 'TILE',
  form: 'FORM',
  dataView: 'DATA_VIEW',
  cooperationType: 'COOPERATION_TYPE',
  requirement: 'REQUIREMENT',
  page: 'PAGE',
} as const satisfies Partial<Record<SeedFile, EntryKind>>;
export type SeedKind = keyof typeof KINDS;
export const SEED_KINDS = Object.keys(KINDS) as SeedKind[];

/** A row as the service answers it to a Czech reader, but for the names of some fields. */
export interface AnsweredRow {
  readonly slug: string;
  readonly title: string;
  readonly name: string;
  readonly organization: { readonly slug: string };
  readonly categories: readonly { readonly slug: string }[];
  readonly territory?: { readonly slug: string };
  readonly [field: string]: unknown;
}

const isPublic = ({ audience }: SeedRow) => audience !== 'SIGNED_IN';
const hidden = new Set(
  SEED_KINDS.flatMap((kind) => readSeed(kind).flatMap((row) => (isPublic(row) ? [] : [`@entry/${kind}/${row.slug}`]))),
);
const documents = new Map(readSeed('documents').map(({ slug, title }) => [`@document/${slug}`, title]));

/** Rows that everybody may read. */
export function answeredRows(file: SeedFile): AnsweredRow[] {
  return readSeed(file)
    .filter(isPublic)
    .map((row) => answered(row) as AnsweredRow);
}

/** Entries of all kinds that everybody may read. */
export function answeredEntries(): (AnsweredRow & { readonly kind: EntryKind })[] {
  return SEED_KINDS.flatMap((kind) => answeredRows(kind).map((row) => ({ ...row, kind: KINDS[kind] })));
}

function answered(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('@') ? target(value) : value;
  if (Array.isArray(value)) return value.filter((item) => !hidden.has(item)).map(answered);
  if (value === null || typeof value !== 'object') return value;
  if ('cs' in value) return value.cs;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, answered(item)]));
}

function target(symbol: string): unknown {
  if (documents.has(symbol)) return answered(documents.get(symbol));
  const [table, kind, slug] = symbol.slice(1).split('/');
  return table === 'entry' ? { kind: KINDS[kind as SeedKind], slug } : { slug: kind };
}

/** `value` without what is null: answers have null where the seed leaves a field out. */
export function withoutNulls<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutNulls) as Value;
  if (value === null || typeof value !== 'object') return value;
  const present = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(present.map(([key, item]) => [key, withoutNulls(item)])) as Value;
}
