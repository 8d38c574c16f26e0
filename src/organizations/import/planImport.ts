/** What importing public authorities would change: a pure rule. */
import { isDeepStrictEqual } from 'node:util';
import type { Organization } from '../../generated/prisma/client.ts';
import { say } from '../messages.ts';
import type { Authority } from './authority.ts';
import type { AuthorityRow, Problem } from './readAuthorities.ts';

export type GoodRow = Extract<AuthorityRow, { authority: Authority }>;

/** What is looked at of an organization that is there. */
export type Present = Pick<
  Organization,
  'id' | 'slug' | 'name' | 'formerNames' | 'ico' | 'ovmId' | 'dataBoxId' | 'ovmCategories' | 'status'
>;

/** Fields of an organization that the register decides. */
export interface RegisterFields {
  readonly name: { readonly cs: string; readonly [locale: string]: string };
  readonly ico: string | null;
  readonly ovmId: string;
  readonly dataBoxId: string | null;
  readonly ovmCategories: string[];
}

export interface ImportPlan {
  readonly created: readonly { readonly slug: string; readonly authority: Authority }[];
  readonly updated: readonly {
    readonly before: Present;
    readonly fields: RegisterFields;
    readonly changed: string[];
  }[];
  readonly unchanged: number;
  /** Those that were merged into another organization here, and stay so. */
  readonly merged: number;
  readonly problems: readonly Problem[];
}

/** Plans an import: an authority is the organization with its identifier, or else the one with its IČO. */
export function planImport(rows: readonly GoodRow[], present: readonly Present[]): ImportPlan {
  const byOvmId = new Map(present.flatMap((one) => (one.ovmId ? [[one.ovmId, one] as const] : [])));
  const byIco = new Map(present.flatMap((one) => (one.ico ? [[one.ico, one] as const] : [])));
  const slugs = new Set(present.map(({ slug }) => slug));
  const seen = new Set<string>();
  const created: ImportPlan['created'][number][] = [];
  const updated: ImportPlan['updated'][number][] = [];
  const problems: Problem[] = [];
  let unchanged = 0;
  let merged = 0;
  for (const row of rows) {
    const { authority } = row;
    const { ovmId, ico } = authority;
    const names = [`ovm ${ovmId}`, ...(ico ? [`ičo ${ico}`] : [])];
    const repeated = names.find((name) => seen.has(name));
    const before = byOvmId.get(ovmId) ?? (ico === null ? undefined : byIco.get(ico));
    const holder = ico === null ? undefined : byIco.get(ico);
    const isOther = holder !== undefined && (holder.id !== before?.id || (holder.ovmId ?? ovmId) !== ovmId);
    if (repeated) {
      const field = repeated.startsWith('ovm') ? 'identifikátor' : 'ičo';
      problems.push({ ...placeOf(row, field), message: say('must be in the file once') });
      continue;
    }
    if (isOther) {
      const message = say('belongs to the organization {slug} already', { slug: holder.slug });
      problems.push({ ...placeOf(row, 'ičo'), message });
      continue;
    }
    for (const name of names) seen.add(name);
    if (!before) {
      const slug = freeSlug(authority, slugs);
      slugs.add(slug);
      created.push({ slug, authority });
    } else if (before.status === 'MERGED') {
      merged += 1;
    } else {
      const fields = fieldsOf(authority, before);
      const changed = changedFields(before, fields);
      if (changed.length > 0) updated.push({ before, fields, changed });
      else unchanged += 1;
    }
  }
  return { created, updated, unchanged, merged, problems };
}

function placeOf({ line, path }: GoodRow, field: string): Pick<Problem, 'line' | 'path'> {
  return { line, path: [...path, field] };
}

/** What the register leaves out is not erased; names in other languages stay. */
export function fieldsOf(authority: Authority, before?: Present): RegisterFields {
  const { name, ico, ovmId, dataBoxId, categories } = authority;
  return {
    name: { ...(before?.name as object | undefined), cs: name },
    ico: ico ?? before?.ico ?? null,
    ovmId,
    dataBoxId: dataBoxId ?? before?.dataBoxId ?? null,
    ovmCategories: categories.length > 0 ? [...categories] : (before?.ovmCategories ?? []),
  };
}

function changedFields(before: Present, fields: RegisterFields): string[] {
  return (Object.keys(fields) as (keyof RegisterFields)[]).filter(
    (field) => !isDeepStrictEqual(before[field], fields[field]),
  );
}

/** Longest part of a name in a slug. */
const MAX_SLUG = 70;

function freeSlug({ name, ovmId }: Authority, taken: ReadonlySet<string>): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.replace(/[^a-z0-9]+/g, '-').slice(0, MAX_SLUG);
  const slug = words.replace(/^-+|-+$/g, '') || 'ovm';
  return taken.has(slug) || slug === 'ovm' ? `${slug}-${ovmId}` : slug;
}
