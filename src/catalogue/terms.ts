/**
 * Terms: what live entries are filtered by, as one indexed list of strings on the live row. A kind adds its own
 * (`deployment:LINKED`) without a column of its own.
 */
import { LEVELS_OF_ASSURANCE } from '../kernel/viewer.ts';
import type { CommonContent } from './kinds/common.ts';

export function term(name: string, value: string): string {
  return `${name}:${value}`;
}

/** Term of a file that an entry shows: by it the file is known to be for the entry's readers. */
export function fileTerm(fileId: string): string {
  return term('file', fileId);
}

/** Term of a required level of assurance; `level:NONE` when no sign-in is needed. */
export function levelTerm(level: string | null): string {
  return term('level', level ?? 'NONE');
}

/** Terms, one of which an entry has that asks for sign-in, or for none. */
export function signInTerms(requiresSignIn: boolean | null | undefined): string[] | null {
  if (typeof requiresSignIn !== 'boolean') return null;
  return requiresSignIn ? LEVELS_OF_ASSURANCE.map(levelTerm) : [levelTerm(null)];
}

/** Terms that entries of every kind have. */
export function commonTerms(kind: string, content: CommonContent): string[] {
  return [
    term('kind', kind),
    ...content.categories.map((id) => term('category', id)),
    ...(content.territory ? [term('territory', content.territory)] : []),
    ...content.related.map((id) => term('related', id)),
    term('demonstration', String(content.isDemonstration)),
  ];
}
