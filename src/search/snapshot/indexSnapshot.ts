/** The embedded index as a file, so that a start need not read the whole catalogue. See ADR 59. */
import { endianness } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { WORDS_VERSION } from '../analyzer/words.ts';
import { PROJECTION } from '../documents.ts';
import type { EmbeddedEngine } from '../engines/embedded.ts';
import type { Suggestions } from '../suggestions.ts';
import { type Origin, readSnapshot, SnapshotFault, writeSnapshot } from './snapshotFile.ts';

/** Grows when the file holds the index in another way. */
const FORMAT = '1';
const FILE = 'search-index.bin';

export interface SnapshotPlace {
  /** Folder of the file. */
  readonly folder: string;
  /** Names the database that the index is of. */
  readonly database: string;
}

interface SnapshotSources {
  readonly engine: EmbeddedEngine;
  readonly suggestions: Suggestions;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

export class IndexSnapshot {
  readonly #path: string;
  readonly #origin: Origin;
  readonly #sources: SnapshotSources;

  constructor({ folder, database }: SnapshotPlace, sources: SnapshotSources) {
    this.#path = join(folder, FILE);
    this.#sources = sources;
    this.#origin = {
      format: FORMAT,
      analyzer: WORDS_VERSION,
      projection: String(PROJECTION),
      'byte order': endianness(),
      database,
    };
  }

  /** Takes the stored index in the place of the empty one. What is damaged, or of another origin, is left alone and told. */
  async load(): Promise<boolean> {
    const { engine, suggestions, log } = this.#sources;
    try {
      const parts = await readSnapshot(this.#path, this.#origin);
      if (!parts) return false;
      const items = JSON.parse(textOf(parts.get('suggestions')));
      engine.restore({
        records: JSON.parse(textOf(parts.get('records'))),
        terms: JSON.parse(textOf(parts.get('terms'))),
        starts: numbersOf(parts.get('starts')),
        packed: numbersOf(parts.get('packed')),
      });
      suggestions.put(items);
      return true;
    } catch (error) {
      const reason = error instanceof SnapshotFault ? error.message : 'it cannot be read';
      log.warn({ file: this.#path, reason, err: error }, 'The stored search index is not used; it is made anew');
      return false;
    }
  }

  /** Stores the index as it is. What fails is told: the index is there without it. */
  async save(): Promise<void> {
    const { engine, suggestions, log } = this.#sources;
    const start = performance.now();
    try {
      const { records, terms, starts, packed } = engine.snapshot();
      const parts = {
        records: jsonBytes(records),
        terms: jsonBytes(terms),
        suggestions: jsonBytes(suggestions.documented()),
        starts: bytesOf(starts),
        packed: bytesOf(packed),
      };
      await writeSnapshot(this.#path, this.#origin, new Map(Object.entries(parts)));
      log.info({ file: this.#path, ms: Math.round(performance.now() - start) }, 'The search index is stored');
    } catch (error) {
      log.warn({ file: this.#path, err: error }, 'The search index could not be stored');
    }
  }
}

const jsonBytes = (value: object) => Buffer.from(JSON.stringify(value));
const bytesOf = (numbers: Uint32Array) => new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

function textOf(bytes: Uint8Array | undefined): string {
  if (!bytes) throw new SnapshotFault('it lacks a part');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function numbersOf(bytes: Uint8Array<ArrayBuffer> | undefined): Uint32Array<ArrayBuffer> {
  if (!bytes) throw new SnapshotFault('it lacks a part');
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / Uint32Array.BYTES_PER_ELEMENT);
}
