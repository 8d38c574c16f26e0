import { builder } from '../../graphql/builder.ts';
import { MAX_PAGE } from '../../graphql/connection.ts';
import { DomainError } from '../../kernel/errors.ts';
import { say } from '../messages.ts';
import { MISS_DAYS } from '../misses/missRules.ts';
import { frequentMisses, type Miss } from '../reads/misses.ts';

/** Rows answered when nothing is asked, and at the most. */
const DEFAULT_ROWS = 50;
const MAX_ROWS = MAX_PAGE;

const MissRef = builder.objectRef<Miss>('SearchWithoutResult').implement({
  authScopes: { may: 'search.readMisses' },
  description: 'Words that were looked for and not found: what synonyms, keywords or entries are missing for.',
  fields: (t) => ({
    query: t.exposeString('query', { description: 'The words, in small letters.' }),
    count: t.exposeInt('count', { description: `How often, in the last ${MISS_DAYS} days.` }),
    lastDay: t.field({
      type: 'Date',
      description: 'The last day of it, by UTC.',
      resolve: ({ lastDay }) => lastDay.toISOString().slice(0, 10),
    }),
  }),
});

builder.queryField('searchesWithoutResult', (t) =>
  t.field({
    authScopes: { may: 'search.readMisses' },
    type: [MissRef],
    nullable: true,
    description:
      `Words that were looked for in the last ${MISS_DAYS} days and not found, most frequent first. For editors. Whoever looked is ` +
      'not known; longer numbers, addresses and what looks like a name are not kept, nor what was not asked on three occasions of a day.',
    args: { first: t.arg.int({ description: `How many, 1 to ${MAX_ROWS}; ${DEFAULT_ROWS} when left out.` }) },
    resolve: (_root, { first }, { runner }) => {
      const rows = first ?? DEFAULT_ROWS;
      if (rows < 1 || rows > MAX_ROWS) {
        throw new DomainError(
          'INVALID_INPUT',
          say('first must be from 1 to {max}, not {value}.', { max: MAX_ROWS, value: rows }),
        );
      }
      return frequentMisses(runner.database, runner.clock(), rows);
    },
  }),
);
