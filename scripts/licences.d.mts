/** Types of licences.mjs, for its test. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly licence: string | null;
  readonly isRuntime: boolean;
}
export const LICENCES_FILE: string;
export function packagesIn(lock: { readonly packages: object }): Package[];
export function unexpected(packages: readonly Package[]): Package[];
export function licencesPage(packages: readonly Package[]): string;
