import { levelTerm } from '../../terms.ts';
import type { Kind } from '../kind.ts';
import { type TileContent, tileContent } from './content.ts';

export const tile: Kind<TileContent> = {
  name: 'tile',
  typeName: 'Tile',
  schema: tileContent,
  bodyFields: ['contact'],
  references: () => [],
  files: ({ logo }) => (logo ? [{ role: 'logo', path: ['logo'], fileId: logo }] : []),
  terms: ({ requiredLevel }) => ['cooperation:TILE', levelTerm(requiredLevel)],
  loadTypes: () => import('./graphql.ts'),
};
