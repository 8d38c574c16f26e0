import { term } from '../../terms.ts';
import type { EntryReference, Kind } from '../kind.ts';
import { type CooperationTypeContent, cooperationTypeContent } from './content.ts';

export const cooperationType: Kind<CooperationTypeContent> = {
  name: 'cooperationType',
  typeName: 'CooperationType',
  schema: cooperationTypeContent,
  bodyFields: ['conditions', 'disagreements', 'steps', 'links'],
  references,
  terms: (content) => [
    term('code', content.code),
    term('cooperation', content.code),
    ...content.applicantKinds.map((kind) => term('applicant', kind)),
    ...content.requirements.filter((cell) => cell.isRequired).map((cell) => term('requires', cell.requirement)),
  ],
  loadTypes: () => import('./graphql.ts'),
};

function references({ requirements, conditions }: CooperationTypeContent): EntryReference[] {
  const requirement = { role: 'requirement', kind: 'requirement' };
  return [
    ...requirements.map((cell, index) => ({
      ...requirement,
      path: ['requirements', index, 'requirement'],
      entryId: cell.requirement,
    })),
    ...conditions.flatMap((condition, index) =>
      condition.requirement
        ? [
            {
              ...requirement,
              role: 'condition',
              path: ['conditions', index, 'requirement'],
              entryId: condition.requirement,
            },
          ]
        : [],
    ),
  ];
}
