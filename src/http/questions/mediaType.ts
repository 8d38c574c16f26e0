/** In which of GraphQL's media types an answer is wanted (GraphQL over HTTP, section 6.2). */
import { LRUCache } from 'lru-cache';

export const MEDIA_TYPES = ['application/json', 'application/graphql-response+json'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** What is answered to whom, as yoga does. */
const TYPES: Readonly<Record<string, MediaType>> = {
  '*/*': 'application/json',
  'application/*': 'application/json',
  'application/json': 'application/json',
  'application/graphql-response+json': 'application/graphql-response+json',
};

/** Few headers come again and again. */
const known = new LRUCache<string, { readonly type: MediaType | null }>({ max: 200 });

/** The first of the two that an Accept header names; null where it names neither, or another encoding. */
export function mediaTypeFor(accept: string | null | undefined): MediaType | null {
  const header = accept || '*/*';
  const present = known.get(header);
  if (present) return present.type;
  const type = header.split(',').map(typeIn).find(Boolean) ?? null;
  known.set(header, { type });
  return type;
}

function typeIn(range: string): MediaType | undefined {
  const [name = '', ...parameters] = range.toLowerCase().replace(/\s/g, '').split(';');
  const charset = parameters.find((one) => one.includes('charset=')) ?? 'charset=utf-8';
  return charset === 'charset=utf-8' ? TYPES[name] : undefined;
}
