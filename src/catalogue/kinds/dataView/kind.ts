import { levelTerm, term } from '../../terms.ts';
import type { Kind } from '../kind.ts';
import { type DataViewContent, dataViewContent } from './content.ts';

export const dataView: Kind<DataViewContent> = {
  name: 'dataView',
  typeName: 'DataView',
  schema: dataViewContent,
  bodyFields: [],
  references: () => [],
  terms: (content) => [
    'cooperation:OTHER',
    levelTerm(content.requiredLevel),
    term('connection', content.connectedThrough),
    ...(content.serviceCode ? [term('service', content.serviceCode)] : []),
  ],
  loadTypes: () => import('./graphql.ts'),
};
