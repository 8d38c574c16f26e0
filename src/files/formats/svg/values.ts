/** Values of attributes and of styles: none may name anything outside of the image. */
import { FUNCTIONS, PROPERTIES, REFERRING_PROPERTIES } from './allowList.ts';

/** `url(#name)`, the only form of `url()` that is taken, with the colour to use without it. */
const LOCAL_REFERENCE = /^url\(\s*(["']?)#([\w.:-]+)\1\s*\)(\s+[\w#]+)?$/;

/** Characters that no value of a property needs: of escapes, of at-rules, of markup. */
const FORBIDDEN = /[\\@<>{};\p{Cc}]/u;

/** The name that a value of a property refers to; null when it refers to nothing. */
export function nameReferredTo(value: string): string | null {
  return LOCAL_REFERENCE.exec(value)?.[2] ?? null;
}

/** Whether a property may have the value. */
export function isPlainValue(property: string, value: string): boolean {
  if (FORBIDDEN.test(value)) return false;
  if (REFERRING_PROPERTIES.has(property) && LOCAL_REFERENCE.test(value)) return true;
  return [...value.matchAll(/([\w-]*)\s*\(/g)].every(([, name = '']) => FUNCTIONS.has(name.toLowerCase()));
}

/** A property and its value. */
export type Declaration = readonly [property: string, value: string];

/** Properties that drawing programs set for themselves. */
const NOTES = /^(-inkscape-|-webkit-|-moz-)/;

/** Declarations of a style; null when one of them is not plain. Notes of drawing programs are left out. */
export function declarationsOf(style: string): Declaration[] | null {
  const declarations: Declaration[] = [];
  for (const part of style.split(';')) {
    if (part.trim() === '') continue;
    const [, property = '', value = ''] = part.match(/^\s*([\w-]+)\s*:\s*([^:]*?)\s*$/) ?? [];
    const name = property.toLowerCase();
    if (NOTES.test(name)) continue;
    if (!PROPERTIES.has(name) || value === '' || !isPlainValue(name, value)) return null;
    declarations.push([name, value]);
  }
  return declarations;
}

export function styleOf(declarations: readonly Declaration[]): string {
  return declarations.map(([property, value]) => `${property}:${value}`).join(';');
}

/** An element, a class or an id, or several joined without a space. */
const SELECTOR = /^[.#]?[A-Za-z_][\w-]*([.#][A-Za-z_][\w-]*)*$/;

/**
 * A style sheet of plain rules, written anew; null when there is anything else in it. Rules may fill and stroke by parts of
 * the image; clipping and masking is for attributes, where it is counted how often.
 */
export function plainStyleSheet(css: string): string | null {
  const rules: string[] = [];
  for (let rest = css.replace(/\/\*[\s\S]*?\*\//g, '').trim(); rest !== ''; ) {
    const [whole, selectors = '', style = ''] = rest.match(/^([^{}]*)\{([^{}]*)\}\s*/) ?? [];
    if (whole === undefined) return null;
    const named = selectors.split(',').map((selector) => selector.trim());
    const declarations = declarationsOf(style);
    if (!declarations || !named.every((selector) => SELECTOR.test(selector))) return null;
    if (declarations.some(([property, value]) => /^(clip-path|mask)$/.test(property) && nameReferredTo(value)))
      return null;
    rules.push(`${named.join(',')}{${styleOf(declarations)}}`);
    rest = rest.slice(whole.length);
  }
  return rules.join('');
}
