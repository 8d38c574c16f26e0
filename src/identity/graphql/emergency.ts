/** Ending sessions at once, when something has gone wrong. */
import { builder } from '../../graphql/builder.ts';
import { run } from '../../graphql/context.ts';
import { ERRORS, IDEMPOTENCY_KEY, type Outcome, outcomeOf } from '../../graphql/payload.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { idOf } from '../../kernel/ids.ts';
import type { Role } from '../../kernel/viewer.ts';
import { type RevocationResult, type RevocationTarget, revokeSessions } from '../commands/emergency/revokeSessions.ts';
import { say } from '../messages.ts';
import { RoleEnum } from './viewer.ts';

const RevokeSessionsInput = builder.inputType('RevokeSessionsInput', {
  description: 'Input of `revokeSessions`: one of `person`, `role` and `everybody`.',
  fields: (t) => ({
    person: t.id({ description: 'Global id of the person whose sessions are to end.' }),
    role: t.field({
      type: RoleEnum,
      description: 'Role whose sessions are to end; INTEGRATOR revokes all API tokens, which come without sessions.',
    }),
    everybody: t.boolean({ description: 'True to end the sessions of all people, the own one among them.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

const RevokeSessionsPayloadRef = builder.objectRef<Outcome<RevocationResult>>('RevokeSessionsPayload').implement({
  description: 'What `revokeSessions` did.',
  fields: (t) => ({
    ended: t.int({
      nullable: true,
      description: 'How many sessions, or API tokens, ended; null when there are errors.',
      resolve: ({ result }) => result?.ended ?? null,
    }),
    errors: t.field(ERRORS),
  }),
});

interface Target {
  readonly person?: string | number | null;
  readonly role?: unknown;
  readonly everybody?: boolean | null;
}

function targetOf({ person, role, everybody }: Target): RevocationTarget {
  const targets: RevocationTarget[] = [
    ...(person ? [{ personId: idOf('Person', String(person)) }] : []),
    ...(role ? [{ role: role as Role }] : []),
    ...(everybody ? [{ everybody } as const] : []),
  ];
  const [target] = targets;
  if (target && targets.length === 1) return target;
  throw invalidInput(say('The input'), [
    { path: [], message: say('must have one of person, role and everybody: true') },
  ]);
}

builder.mutationField('revokeSessions', (t) =>
  t.field({
    authScopes: { may: revokeSessions.action },
    type: RevokeSessionsPayloadRef,
    description: 'Ends the sessions of a person, of a role, or of everybody, at once. For administrators.',
    args: { input: t.arg({ type: RevokeSessionsInput, required: true, description: 'Whose sessions.' }) },
    resolve: (_root, { input: { idempotencyKey, ...input } }, context) =>
      outcomeOf(async () => run(context, revokeSessions, targetOf(input), idempotencyKey)),
  }),
);
