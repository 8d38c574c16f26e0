import type { PortableTile } from '../portableTile.ts';

/** Reads one format of tile files. A new format is a file beside this one and a line in `formats.ts`. */
export interface TileFormat {
  /** Identifier of its schema, by which files or their senders name it. */
  readonly id: string;
  /**
   * The tile that a file describes.
   * @throws DomainError INVALID_INPUT naming everything that is wrong by its path in the file.
   */
  read(file: string): PortableTile;
}
