/** Variables of search. */
import { z } from 'zod';
import type { EngineOptions } from '../search/openEngines.ts';

export const searchVariables = {
  MEILI_URL: z
    .string()
    .refine(isWebAddress, 'must be the address of a Meilisearch server such as http://127.0.0.1:7700, without a key')
    .optional(),
  MEILI_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be a key of Meilisearch: letters, digits and signs without spaces')
    .optional(),
  MEILI_INDEX: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must have 1 to 64 letters, digits, hyphens and underscores, such as rozcestnik')
    .default('rozcestnik'),
  SEARCH_EMBEDDED: z
    .enum(['0', '1'], 'must be 0 or 1')
    .default('1')
    .transform((value) => value === '1'),
};

/** What is wrong with them together. */
export function searchFaults(given: SearchConfig): { name: string; message: string }[] {
  const faults: { name: string; message: string }[] = [];
  if (given.MEILI_URL === undefined) {
    if (!given.SEARCH_EMBEDDED)
      faults.push({
        name: 'SEARCH_EMBEDDED',
        message: 'must not be 0 without MEILI_URL: nothing would answer searches',
      });
    if (given.MEILI_KEY !== undefined) faults.push({ name: 'MEILI_KEY', message: 'is of no use without MEILI_URL' });
  }
  return faults;
}

export interface SearchConfig {
  readonly MEILI_URL?: string | undefined;
  readonly MEILI_KEY?: string | undefined;
  readonly MEILI_INDEX: string;
  readonly SEARCH_EMBEDDED: boolean;
}

/** The engines that the variables ask for. */
export function engineOptions({ MEILI_URL, MEILI_KEY, MEILI_INDEX, SEARCH_EMBEDDED }: SearchConfig): EngineOptions {
  const meilisearch = MEILI_URL === undefined ? undefined : { url: MEILI_URL, key: MEILI_KEY, prefix: MEILI_INDEX };
  return { meilisearch, embedded: SEARCH_EMBEDDED };
}

function isWebAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search } = new URL(value);
  return ['http:', 'https:'].includes(protocol) && username === '' && password === '' && search === '';
}
