/**
 * Documents that clients name by their hash in place of sending them: short addresses, which caches on the way can keep, and with
 * `only` no others. See ADR 102.
 */
import { createHash } from 'node:crypto';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { DomainError } from '../kernel/errors.ts';
import { say } from './messages.ts';

/** The documents that the service knows. */
export interface PersistedDocuments {
  /** By the SHA-256 hash of their text, in hexadecimal digits. */
  readonly documents: ReadonlyMap<string, string>;
  /** Whether all others are refused. */
  readonly only: boolean;
}

/** The parameter that names a document beside `extensions.persistedQuery`. */
export const DOCUMENT_ID = 'documentId';

/**
 * Reads a manifest as codegen writes it: an object of documents by hash.
 * @throws Error saying what is wrong with it
 */
export function readManifest(json: string): ReadonlyMap<string, string> {
  const manifest: unknown = JSON.parse(json);
  if (manifest === null || typeof manifest !== 'object' || Array.isArray(manifest)) {
    throw new Error('it must be a JSON object of documents by their hashes');
  }
  return new Map(
    Object.entries(manifest).map(([name, document]) => {
      const hash = withoutPrefix(name);
      const right = typeof document === 'string' && createHash('sha256').update(document).digest('hex');
      if (hash !== right) throw new Error(`${name.slice(0, 80)} is not the SHA-256 hash of its document`);
      return [hash, document];
    }),
  );
}

/** Codegen and clients may say which kind of hash it is. */
const withoutPrefix = (hash: string) => hash.replace(/^sha256:/, '');

/** A yoga plugin that puts the document in the place of its name. */
export function usePersistedDocuments({ documents, only }: PersistedDocuments): Plugin {
  const texts = new Set(documents.values());
  return {
    onParams({ params, setParams }) {
      if (params.query) {
        if (only && !texts.has(params.query)) throw unknownDocument();
        return;
      }
      const id = idIn(params);
      if (id === null) return;
      const query = documents.get(id);
      if (query === undefined) throw unknownDocument();
      const { [DOCUMENT_ID]: _named, ...rest } = params as GraphQLParams & { [DOCUMENT_ID]?: unknown };
      setParams({ ...rest, query });
    },
  };
}

function unknownDocument(): DomainError {
  return new DomainError(
    'PERSISTED_DOCUMENT_NOT_FOUND',
    say('The document is not one of those that this service knows by their SHA-256 hash.'),
  );
}

/** The name of the wanted document; null where there is none. */
function idIn(params: GraphQLParams & { [DOCUMENT_ID]?: unknown }): string | null {
  const { persistedQuery } = (params.extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } };
  const id = persistedQuery?.sha256Hash ?? params[DOCUMENT_ID];
  return typeof id === 'string' ? withoutPrefix(id) : null;
}
