/** Our own format, version 1: what version 2 is without a logo. It is read for ever, and not written any more. */
import { validate } from '../../../kernel/validate.ts';
import { say } from '../messages.ts';
import { type PortableTile, portableTile1, TILE_FORMAT, TILE_FORMAT_1 } from '../portableTile.ts';
import { parseJson } from './json.ts';
import type { TileFormat } from './tileFormat.ts';

export const rozcestnikTile1: TileFormat = {
  id: TILE_FORMAT_1,
  read: (file): PortableTile => {
    return { ...validate(portableTile1, parseJson(file), say('The tile file')), $schema: TILE_FORMAT, logo: null };
  },
};
