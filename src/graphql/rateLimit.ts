/** `rateLimit`: what whoever asks may ask for, and how much of it is left. */
import { builder } from './builder.ts';
import type { Usage } from './limits/usage.ts';

const RateLimitRef = builder.objectRef<Usage>('RateLimit').implement({
  description: 'What whoever asks may ask for, and how much of it is left. See also `extensions.cost` of each answer.',
  fields: (t) => ({
    limit: t.int({
      nullable: true,
      description: 'Requests in a minute at the most; null when this one is not counted.',
      resolve: ({ allowance }) => allowance?.limit ?? null,
    }),
    remaining: t.int({
      nullable: true,
      description: 'Requests that are left in the present minute.',
      resolve: ({ allowance }) => allowance?.remaining ?? null,
    }),
    resetAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When all of them are there again.',
      resolve: ({ allowance }) => allowance?.resetAt ?? null,
    }),
    cost: t.int({
      description: 'Points that this operation costs: about one for each object that it may answer.',
      resolve: ({ cost }) => cost?.requested ?? 0,
    }),
    costLimit: t.int({
      description: 'Points that one operation may cost.',
      resolve: ({ cost }) => cost?.limit ?? 0,
    }),
  }),
});

builder.queryField('rateLimit', (t) =>
  t.field({
    type: RateLimitRef,
    nullable: true,
    authScopes: { may: 'entry.readPublic' },
    description: 'How much whoever asks may ask for, and how much of it is left.',
    resolve: (_root, _args, { usage, uses }) => {
      // It is of whoever asks, and of this moment.
      uses.forbid();
      return usage;
    },
  }),
);
