/** Our own format, version 2: with the logo. */
import { validate } from '../../../kernel/validate.ts';
import { say } from '../messages.ts';
import { type PortableTile, portableTile, TILE_FORMAT } from '../portableTile.ts';
import { parseJson } from './json.ts';
import type { TileFormat } from './tileFormat.ts';

export const rozcestnikTile2: TileFormat = {
  id: TILE_FORMAT,
  read: (file): PortableTile => validate(portableTile, parseJson(file), say('The tile file')),
};
