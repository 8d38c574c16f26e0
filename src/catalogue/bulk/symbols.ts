/**
 * Symbolic references, which hold in every installation: `@organization/org-dia`, `@category/doprava`,
 * `@territory/praha`, `@entry/tile/ridici`, `@file/<SHA-256>`. A text that begins with `@` itself is written with `@@`.
 */
import type { Target } from '../references.ts';
import type { Path } from './format.ts';

/** What a symbol names. */
export interface NamedTarget {
  readonly target: Target;
  /** Kind of an entry; null for reference data. */
  readonly kind: string | null;
  readonly slug: string;
}

const SYMBOL = /^(?:(organization|category|territory|file)|entry\/([A-Za-z]{1,50}))\/([a-z0-9]+(?:-[a-z0-9]+)*)$/;

/** What the symbol names; null when it is not written as one. The `@` is not a part of it. */
export function parseSymbol(symbol: string): NamedTarget | null {
  const [, target, kind = null, slug] = SYMBOL.exec(symbol) ?? [];
  return slug === undefined ? null : { target: (target as Target | undefined) ?? 'entry', kind, slug };
}

/** The symbol of a target, without the `@`. */
export function symbolOf({ target, kind, slug }: NamedTarget): string {
  return kind === null ? `${target}/${slug}` : `${target}/${kind}/${slug}`;
}

/** Replaces every symbolic reference in `value` by what `resolve` answers for it, e.g. for `organization/dia`. */
export function resolveReferences(value: unknown, resolve: (symbol: string, path: Path) => unknown): unknown {
  return mapTexts(value, (text, path) => {
    if (!text.startsWith('@')) return text;
    return text.startsWith('@@') ? text.slice(1) : resolve(text.slice(1), path);
  });
}

/** The opposite of {@link resolveReferences}: `symbols` has the symbol of each reference by its path, joined by dots. */
export function writeReferences(value: unknown, symbols: ReadonlyMap<string, string>): unknown {
  return mapTexts(value, (text, path) => {
    const symbol = symbols.get(path.join('.'));
    if (symbol !== undefined) return `@${symbol}`;
    return text.startsWith('@') ? `@${text}` : text;
  });
}

function mapTexts(value: unknown, replace: (text: string, path: Path) => unknown, path: Path = []): unknown {
  if (typeof value === 'string') return replace(value, path);
  if (Array.isArray(value)) return value.map((item, index) => mapTexts(item, replace, [...path, index]));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, replace, [...path, key])]));
}
