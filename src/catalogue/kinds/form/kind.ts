import { levelTerm, term } from '../../terms.ts';
import type { Kind } from '../kind.ts';
import { type FormContent, formContent } from './content.ts';

export const form: Kind<FormContent> = {
  name: 'form',
  typeName: 'Form',
  schema: formContent,
  bodyFields: ['attachments'],
  references: () => [],
  terms: (content) => [
    term('cooperation', content.deployment === 'DEPLOYED' ? 'FORM_DEPLOYMENT' : 'FORM_CATALOGUE'),
    levelTerm(content.requiredLevel),
    term('deployment', content.deployment),
    term('technology', content.technology),
    term('delegatedPowers', String(content.inDelegatedPowers)),
    ...content.filledInBy.map((group) => term('filledInBy', group)),
    ...(content.agendaCode ? [term('agenda', content.agendaCode)] : []),
    ...(content.serviceCode ? [term('service', content.serviceCode)] : []),
    ...(content.actCode ? [term('act', content.actCode)] : []),
    term('formId', content.formId),
  ],
  loadTypes: () => import('./graphql.ts'),
};
