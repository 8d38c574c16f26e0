import { term } from '../../terms.ts';
import type { Kind } from '../kind.ts';
import { type PageContent, pageContent } from './content.ts';

export const page: Kind<PageContent> = {
  name: 'page',
  typeName: 'Page',
  schema: pageContent,
  bodyFields: ['facts', 'links'],
  references: () => [],
  terms: ({ topic }) => [term('topic', topic)],
  loadTypes: () => import('./graphql.ts'),
};
