/** A person's own sessions. */
import type { Session } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, run } from '../../graphql/context.ts';
import { ERRORS, IDEMPOTENCY_KEY, type Outcome, outcomeOf } from '../../graphql/payload.ts';
import { DomainError } from '../../kernel/errors.ts';
import { idOf } from '../../kernel/ids.ts';
import type { LevelOfAssurance } from '../../kernel/viewer.ts';
import { endOwnSession } from '../commands/endOwnSession.ts';
import { say } from '../messages.ts';
import { stateOf } from '../sessions.ts';
import { LevelOfAssuranceEnum } from './levelOfAssurance.ts';

/** What may be told of a session: nothing by which it could be used. */
export type OwnSession = Omit<Session, 'hash' | 'sealed' | 'issuerSession' | 'personId' | 'ico'>;

const COLUMNS = {
  id: true,
  realm: true,
  roles: true,
  level: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
  endedAt: true,
  endReason: true,
} as const;

/** How many are listed at the most. */
const MAX_LISTED = 50;

/** The viewer's sessions that are alive, the last used first. */
export async function ownSessions({ runner, viewer }: Context): Promise<OwnSession[]> {
  const { personId } = viewer;
  if (!personId) return [];
  const now = runner.clock();
  const rows = await runner.database.session.findMany({
    where: { personId, endedAt: null, expiresAt: { gt: now } },
    orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
    select: COLUMNS,
    take: MAX_LISTED,
  });
  return rows.filter((row) => stateOf(row, now) === 'ACTIVE');
}

/** Those of the sessions with the ids that are the viewer's own, alive or not. */
export async function findOwnSessions({ runner, viewer }: Context, ids: string[]): Promise<OwnSession[]> {
  const { personId } = viewer;
  if (!personId) return [];
  return runner.database.session.findMany({ where: { id: { in: ids }, personId }, select: COLUMNS });
}

export const SessionRef = builder.objectRef<OwnSession>('Session');

builder.node(SessionRef, {
  description: 'A browser in which a person has signed in. Only that person sees it.',
  id: { resolve: ({ id }) => id },
  fields: (t) => ({
    isCurrent: t.boolean({
      description: 'Whether it is the one that this request came with.',
      resolve: ({ id }, _args, { viewer }) => id === viewer.sessionId,
    }),
    isActive: t.boolean({
      description: 'Whether it is good for requests now.',
      resolve: (row, _args, { runner }) => stateOf(row, runner.clock()) === 'ACTIVE',
    }),
    level: t.field({
      type: LevelOfAssuranceEnum,
      nullable: true,
      description: 'How sure it is who has signed in; null where the issuer has no levels.',
      resolve: ({ level }) => level as LevelOfAssurance | null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When they signed in.' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', description: 'When it was last used, to the minute.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When it ends at the latest; unused it ends earlier.',
    }),
  }),
});

const SessionPayloadRef = builder.objectRef<Outcome<OwnSession>>('SessionPayload').implement({
  description: 'What a mutation of a session did.',
  fields: (t) => ({
    session: t.field({
      type: SessionRef,
      nullable: true,
      description: 'The session, as it is now; null when there are errors.',
      resolve: ({ result }) => result,
    }),
    errors: t.field(ERRORS),
  }),
});

const RevokeSessionInput = builder.inputType('RevokeSessionInput', {
  description: 'Input of `revokeSession`.',
  fields: (t) => ({
    id: t.id({ required: true, description: "Global id of one of one's own sessions." }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

builder.mutationField('revokeSession', (t) =>
  t.field({
    type: SessionPayloadRef,
    authScopes: { may: 'session.manage' },
    description: "Ends one of one's own sessions at once: the browser that has it must sign in again.",
    args: { input: t.arg({ type: RevokeSessionInput, required: true, description: 'The session.' }) },
    resolve: (_root, { input: { id, idempotencyKey } }, context) =>
      outcomeOf(async () => {
        const { sessionId } = await run(context, endOwnSession, { sessionId: idOf('Session', id) }, idempotencyKey);
        const [session] = await findOwnSessions(context, [sessionId]);
        if (!session) throw new DomainError('NOT_FOUND', say('There is no such session of yours.'));
        return session;
      }),
  }),
);
