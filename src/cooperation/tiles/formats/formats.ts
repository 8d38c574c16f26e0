/** The formats of tile files that can be read: one line each. */
import { invalidInput } from '../../../kernel/errors.ts';
import { joined } from '../../../kernel/message.ts';
import { say } from '../messages.ts';
import type { PortableTile } from '../portableTile.ts';
import { parseJson } from './json.ts';
import { rozcestnikTile1 } from './rozcestnikTile1.ts';
import { rozcestnikTile2 } from './rozcestnikTile2.ts';
import type { TileFormat } from './tileFormat.ts';

const FORMATS: readonly TileFormat[] = [rozcestnikTile1, rozcestnikTile2];

/**
 * Reads a tile file.
 * @param format identifier of its format; without it the file is JSON and says so itself, in `$schema`
 * @throws DomainError INVALID_INPUT for an unknown format, and naming everything that is wrong in the file by its path.
 */
export function readTile(file: string, format: string | null, formats: readonly TileFormat[] = FORMATS): PortableTile {
  const id = format ?? formatNamedIn(file);
  const found = formats.find((one) => one.id === id);
  if (found) return found.read(file);
  const path = format === null ? ['$schema'] : ['format'];
  const message = say('must be one of the formats that can be read: {formats}', {
    formats: joined(formats.map((one) => one.id)),
  });
  throw invalidInput(say('The tile file'), [{ path, message }]);
}

function formatNamedIn(file: string): unknown {
  const value = parseJson(file);
  return typeof value === 'object' && value !== null && '$schema' in value ? value.$schema : undefined;
}
