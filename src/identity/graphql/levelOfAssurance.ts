import { builder } from '../../graphql/builder.ts';
import type { LevelOfAssurance } from '../../kernel/viewer.ts';

export const LevelOfAssuranceEnum = builder.enumType('LevelOfAssurance', {
  description: 'How sure it is who has signed in: levels of assurance of eIDAS, (EU) 2015/1502, weakest first.',
  values: {
    LOW: { description: 'Low.' },
    SUBSTANTIAL: { description: 'Substantial.' },
    HIGH: { description: 'High.' },
  } satisfies Record<LevelOfAssurance, object>,
});
