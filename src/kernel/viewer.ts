/** Roles that somebody may have; see `permissions.ts` for what each may do. */
export const ROLES = ['ANONYMOUS', 'CITIZEN', 'REPRESENTATIVE', 'INTEGRATOR', 'EDITOR', 'APPROVER', 'ADMIN'] as const;
export type Role = (typeof ROLES)[number];

/** What an API token may be given leave for beyond what everybody may; see `permissions.ts` for what each lets do. */
export const TOKEN_SCOPES = ['CATALOGUE_SIGNED_IN', 'REQUESTS_READ', 'REQUESTS_WRITE'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** Levels of assurance of eIDAS (Commission Implementing Regulation (EU) 2015/1502), weakest first. */
export const LEVELS_OF_ASSURANCE = ['LOW', 'SUBSTANTIAL', 'HIGH'] as const;
export type LevelOfAssurance = (typeof LEVELS_OF_ASSURANCE)[number];

/** Whoever asks. There is always one: a request without sign-in is {@link ANONYMOUS}. What is absent is not held. */
export interface Viewer {
  /** Pseudonym written to versions and audit; never a name. */
  readonly actor: string;
  readonly roles: ReadonlySet<Role>;
  /** Ids of the organizations that they may act for. */
  readonly organizations?: ReadonlySet<string>;
  /** What the API token narrows them to: beyond it they may do what everybody may. Absent for who came without one. */
  readonly scopes?: ReadonlySet<TokenScope>;
  /** How sure it is who has signed in. */
  readonly level?: LevelOfAssurance;
  /** Id of the person's record, for people who have signed in. */
  readonly personId?: string;
  /** Id of the session that the request came with. */
  readonly sessionId?: string;
  /** Name to greet them by, from the session, null where it has none; shown to nobody else, never written or logged. */
  readonly displayName?: () => string | null;
  /** How the session ended that an anonymous request came with. */
  readonly endedSession?: 'EXPIRED' | 'REVOKED';
}

export const ANONYMOUS: Viewer = { actor: 'anonymous', roles: new Set(['ANONYMOUS']) };

/** The operator's command line: seeding and maintenance on the server itself. */
export const OPERATOR: Viewer = { actor: 'system:operator', roles: new Set(['ADMIN']) };

/** The second pair of eyes for what the operator's command line writes. */
export const OPERATOR_APPROVER: Viewer = { actor: 'system:operator-approver', roles: new Set(['ADMIN']) };

/** The gate: writes who has signed in before there is a session to write as. */
export const GATE: Viewer = { actor: 'system:gate', roles: new Set(['ADMIN']) };

/** The porter: takes in files by addresses that were given to those who may send them. */
export const PORTER: Viewer = { actor: 'system:porter', roles: new Set(['ADMIN']) };

/** The clock: carries out what somebody allowed to has scheduled. */
export const SCHEDULER: Viewer = { actor: 'system:scheduler', roles: new Set(['ADMIN']) };

/** How the session of a request stands. */
export type SessionState = 'NONE' | 'ACTIVE' | 'EXPIRED' | 'REVOKED';

/** How the viewer's session stands; NONE for those who came without one. */
export function sessionStateOf({ sessionId, endedSession }: Viewer): SessionState {
  return endedSession ?? (sessionId === undefined ? 'NONE' : 'ACTIVE');
}
