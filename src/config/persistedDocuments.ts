/** The documents that a configuration makes known. */
import { readFileSync } from 'node:fs';
import { type Config, ConfigurationError } from '../config.ts';
import { type PersistedDocuments, readManifest } from '../http/persistedDocuments.ts';

/** @throws ConfigurationError when the manifest cannot be used, or others are refused without one */
export function persistedOf(
  config: Pick<Config, 'PERSISTED_DOCUMENTS' | 'PERSISTED_ONLY'>,
): PersistedDocuments | undefined {
  const { PERSISTED_DOCUMENTS: file, PERSISTED_ONLY: only } = config;
  if (file === undefined) {
    if (only)
      throw new ConfigurationError(
        'The configuration is wrong:\n  PERSISTED_ONLY needs PERSISTED_DOCUMENTS, the file of the documents',
      );
    return undefined;
  }
  try {
    return { documents: readManifest(readFileSync(file, 'utf8')), only };
  } catch (error) {
    throw new ConfigurationError(
      `The configuration is wrong:\n  PERSISTED_DOCUMENTS names a file that cannot be used: ${(error as Error).message}`,
    );
  }
}
