/** Requests in numbers, for the agency. */
import { entriesAt } from '../../catalogue/reads/entrySource.ts';
import type { CooperationContent } from '../../cooperation/checklist.ts';
import { COOPERATION_COLUMNS, cooperationContent } from '../../cooperation/published.ts';
import { builder } from '../../graphql/builder.ts';
import { chooseLocale } from '../../graphql/context.ts';
import { enumValues } from '../../graphql/enumValues.ts';
import { localeArgument, textOf } from '../../graphql/localized.ts';
import type { Localized } from '../../kernel/locale.ts';
import { type AgeBucket, type Counted, countRequests, type RequestNumbers } from '../reads/numbers.ts';
import type { RequestState } from '../workflow.ts';
import { RequestStateEnum } from './shared.ts';

const StateCountRef = builder.objectRef<Counted<RequestState>>('RequestStateCount').implement({
  description: 'How many requests are in a state.',
  fields: (t) => ({
    state: t.field({ type: RequestStateEnum, description: 'The state.', resolve: ({ name }) => name }),
    count: t.exposeInt('count', { description: 'Number of requests.' }),
  }),
});

const TypeCountRef = builder.objectRef<Counted>('RequestTypeCount').implement({
  description: 'How many requests are for a type of cooperation; one can be for several.',
  fields: (t) => ({
    type: t.string({ description: 'Code of the type.', resolve: ({ name }) => name }),
    count: t.exposeInt('count', { description: 'Number of requests.' }),
  }),
});

const AgeBucketEnum = builder.enumType('RequestAge', {
  description: 'How long ago a request was first submitted; each from the end of the one before.',
  values: enumValues<AgeBucket>({
    UP_TO_7_DAYS: 'Less than 7 days ago.',
    UP_TO_14_DAYS: 'Less than 14 days ago.',
    UP_TO_30_DAYS: 'Less than 30 days ago.',
    UP_TO_90_DAYS: 'Less than 90 days ago.',
    OVER_90_DAYS: 'Longer ago.',
  }),
});

const AgeCountRef = builder.objectRef<Counted<AgeBucket>>('RequestAgeCount').implement({
  description: 'How many submitted requests of an age nobody has decided.',
  fields: (t) => ({
    age: t.field({ type: AgeBucketEnum, description: 'The age.', resolve: ({ name }) => name }),
    count: t.exposeInt('count', { description: 'Number of requests.' }),
  }),
});

type Missing = Counted & { readonly title: Localized | null };

const MissingRef = builder.objectRef<Missing>('RequestMissing').implement({
  description: 'What applicants lacked at some time while they wrote their requests.',
  fields: (t) => ({
    code: t.string({ description: 'Code of the requirement or condition.', resolve: ({ name }) => name }),
    title: t.string({
      nullable: true,
      description: 'What it is; null when it is not published any more.',
      resolve: ({ title }, _args, context, info) => textOf(title, context, info),
    }),
    count: t.exposeInt('count', { description: 'Number of requests whose applicants lacked it.' }),
  }),
});

type Numbers = Omit<RequestNumbers, 'missing'> & { readonly missing: readonly Missing[] };

const RequestNumbersRef = builder.objectRef<Numbers>('RequestNumbers').implement({
  description: 'Requests that were begun in a span of time, in numbers.',
  fields: (t) => ({
    total: t.int({
      description: 'How many there are.',
      resolve: ({ byState }) => byState.reduce((sum, { count }) => sum + count, 0),
    }),
    byState: t.field({
      type: [StateCountRef],
      description: 'By the state that they are in now; states without a request are left out.',
      resolve: ({ byState }) => [...byState],
    }),
    byType: t.field({
      type: [TypeCountRef],
      description: 'By type of cooperation, the most frequent first.',
      resolve: ({ byType }) => [...byType],
    }),
    byAge: t.field({
      type: [AgeCountRef],
      description: 'Those that were submitted and not decided, by age.',
      resolve: ({ byAge }) => [...byAge],
    }),
    decided: t.exposeInt('decided', { description: 'How many were approved or rejected.' }),
    medianDaysToDecision: t.float({
      nullable: true,
      description: 'Days from the first submission to the decision that half of them took at the most.',
      resolve: ({ medianDays }) => medianDays,
    }),
    p90DaysToDecision: t.float({
      nullable: true,
      description: 'Days from the first submission to the decision that nine of ten of them took at the most.',
      resolve: ({ p90Days }) => p90Days,
    }),
    missing: t.field({
      type: [MissingRef],
      description: 'What was most often missing, 20 things at the most.',
      resolve: ({ missing }) => [...missing],
    }),
  }),
});

const EPOCH = new Date(0);

builder.queryField('requestNumbers', (t) =>
  t.field({
    authScopes: { may: 'request.readNumbers' },
    type: RequestNumbersRef,
    nullable: true,
    description: 'Requests in numbers. For the agency.',
    args: {
      from: t.arg({ type: 'DateTime', description: 'Of requests begun from this instant on; of all when left out.' }),
      to: t.arg({ type: 'DateTime', description: 'Of requests begun before this instant; until now when left out.' }),
      locale: t.arg({ type: 'Locale', ...localeArgument }),
    },
    resolve: async (_root, { from, to, locale }, context, info) => {
      chooseLocale(context, info, locale);
      const now = context.runner.clock();
      const span = { from: from ?? EPOCH, to: to ?? new Date(now.getTime() + 1) };
      const { missing, ...numbers } = await countRequests(context.runner.database, span, now);
      const entries = entriesAt(context, info, { kind: '*' });
      const published = (kind: string) =>
        entries.findMany({ columns: Object.keys(COOPERATION_COLUMNS), where: { kind } });
      const content = cooperationContent(await published('cooperationType'), await published('requirement'));
      return { ...numbers, missing: missing.map((one) => ({ ...one, title: titleOf(one.name, content) })) };
    },
  }),
);

function titleOf(code: string, { types, requirements }: CooperationContent): Localized | null {
  const requirement = requirements.find(({ content }) => content.code === code);
  const conditions = types.flatMap(({ content }) => content.conditions);
  return requirement?.content.title ?? conditions.find((condition) => condition.code === code)?.text ?? null;
}
