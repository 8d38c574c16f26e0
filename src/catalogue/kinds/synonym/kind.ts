import { term } from '../../terms.ts';
import type { Kind } from '../kind.ts';
import { type SynonymContent, synonymContent } from './content.ts';

export const synonym: Kind<SynonymContent> = {
  name: 'synonym',
  typeName: 'Synonym',
  schema: synonymContent,
  bodyFields: [],
  isForEditorsOnly: true,
  references: ({ pinned }) => pinned.map((entryId, index) => ({ role: 'pinned', path: ['pinned', index], entryId })),
  terms: ({ nature, direction }) => [term('nature', nature), term('direction', direction)],
  loadTypes: () => import('./graphql.ts'),
};
