import { term } from '../../terms.ts';
import type { Kind } from '../kind.ts';
import { type RequirementContent, requirementContent } from './content.ts';

export const requirement: Kind<RequirementContent> = {
  name: 'requirement',
  typeName: 'Requirement',
  schema: requirementContent,
  bodyFields: ['howToMeet', 'howVerified', 'links'],
  references: ({ implies }) =>
    implies.map((entryId, index) => ({ role: 'implies', kind: 'requirement', path: ['implies', index], entryId })),
  terms: ({ code }) => [term('code', code)],
  loadTypes: () => import('./graphql.ts'),
};
