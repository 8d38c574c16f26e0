/** Patches of content. */
import { isLocalized } from './locale.ts';

/**
 * `content` with the fields of `patch`: an absent field stays, null clears it. Localised texts are patched per locale in
 * the same way; everything else is replaced whole.
 */
export function applyPatch(content: object, patch: object): Record<string, unknown> {
  const result: Record<string, unknown> = { ...content };
  for (const [field, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) delete result[field];
    else result[field] = isTexts(result[field]) && isPlain(value) ? patchTexts(result[field], value) : value;
  }
  return result;
}

function patchTexts(texts: object, patch: object): object {
  const merged = Object.entries({ ...texts, ...withoutUndefined(patch) });
  return Object.fromEntries(merged.filter(([, text]) => text !== null));
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is object => isPlain(value) && isLocalized(value);

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}
