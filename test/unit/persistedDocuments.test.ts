import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { persistedOf } from '../../src/config/persistedDocuments.ts';
import { readManifest } from '../../src/http/persistedDocuments.ts';

describe('a manifest of documents', () => {
  const document = 'query One { tile(slug: "prvni") { title } }';
  const hash = createHash('sha256').update(document).digest('hex');

  it('is read as codegen writes it', async () => {
    const json = await readFile(new URL('../generated/persisted-documents.json', import.meta.url), 'utf8');
    const documents = readManifest(json);
    expect(documents.size).toBe(Object.keys(JSON.parse(json)).length);
    for (const [name, text] of documents) expect(name).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('may leave out of which kind its hashes are', () => {
    expect(readManifest(JSON.stringify({ [hash]: document }))).toEqual(new Map([[hash, document]]));
  });

  it.each(['[]', 'null', '"text"', '{', `{"${'0'.repeat(64)}":"{ a }"}`, `{"${hash}":1}`])('is refused: %s', (json) => {
    expect(() => readManifest(json)).toThrow();
  });

  it('is needed where no other documents are taken, and must be there', () => {
    expect(persistedOf({ PERSISTED_DOCUMENTS: undefined, PERSISTED_ONLY: false })).toBeUndefined();
    expect(() => persistedOf({ PERSISTED_DOCUMENTS: undefined, PERSISTED_ONLY: true })).toThrow(/PERSISTED_ONLY needs/);
    const missing = { PERSISTED_DOCUMENTS: '/nowhere/manifest.json', PERSISTED_ONLY: false };
    expect(() => persistedOf(missing)).toThrow(/PERSISTED_DOCUMENTS names a file that cannot be used/);
  });
});
