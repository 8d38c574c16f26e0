/** Whoever asks, as the service knows them. */
import { builder } from '../../graphql/builder.ts';
import { enumValues } from '../../graphql/enumValues.ts';
import { ROLES, type Role, type SessionState, sessionStateOf, type Viewer } from '../../kernel/viewer.ts';
import { LevelOfAssuranceEnum } from './levelOfAssurance.ts';
import { ownSessions, SessionRef } from './session.ts';

const ROLE_DESCRIPTIONS: Record<Role, string> = {
  ANONYMOUS: 'Whoever has not signed in.',
  CITIZEN: 'Somebody proven by NIA.',
  REPRESENTATIVE: 'Somebody who acts for an organization.',
  INTEGRATOR: "An organization's system, by a token.",
  EDITOR: 'An official who writes content.',
  APPROVER: 'An official who approves and publishes what others wrote.',
  ADMIN: 'An official who looks after the service.',
};

export const RoleEnum = builder.enumType('Role', {
  description: 'What somebody is to the service; docs/permissions.md says what each role may do.',
  values: enumValues(ROLE_DESCRIPTIONS),
});

const STATE_DESCRIPTIONS: Record<SessionState, string> = {
  NONE: 'The request came without a session.',
  ACTIVE: 'Its session is alive.',
  EXPIRED: 'Its session has expired: sign in again.',
  REVOKED: 'Its session was ended, by its person, by their issuer or by an administrator: sign in again.',
};

const SessionStateEnum = builder.enumType('SessionState', {
  description: 'How the session of a request stands. The header `x-session-state` tells the same of each answer.',
  values: enumValues(STATE_DESCRIPTIONS),
});

const ViewerRef = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Whoever sent the request.',
  fields: (t) => ({
    roles: t.field({
      type: [RoleEnum],
      description: 'What they are to the service.',
      resolve: ({ roles }) => ROLES.filter((role) => roles.has(role)),
    }),
    level: t.field({
      type: LevelOfAssuranceEnum,
      nullable: true,
      description: 'How sure it is who has signed in; null for who has not, and where the issuer has no levels.',
      resolve: ({ level }) => level ?? null,
    }),
    sessionState: t.field({
      type: SessionStateEnum,
      description: 'How the session of the request stands.',
      resolve: sessionStateOf,
    }),
    sessions: t.field({
      type: [SessionRef],
      description: "One's own sessions that are alive, the last used first; empty for who has not signed in.",
      resolve: (_viewer, _args, context) => ownSessions(context),
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerRef,
    nullable: true,
    authScopes: { may: 'entry.readPublic' },
    description: 'Whoever sent the request: their roles and how their session stands.',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
);
