/** Roles that somebody may have; see `permissions.ts` for what each may do. */
export const ROLES = ['ANONYMOUS', 'CITIZEN', 'REPRESENTATIVE', 'INTEGRATOR', 'EDITOR', 'APPROVER', 'ADMIN'] as const;
export type Role = (typeof ROLES)[number];

/** Whoever asks. There is always one: a request without sign-in is {@link ANONYMOUS}. */
export interface Viewer {
  /** Pseudonym written to versions and audit; never a name. */
  readonly actor: string;
  readonly roles: ReadonlySet<Role>;
}

export const ANONYMOUS: Viewer = { actor: 'anonymous', roles: new Set(['ANONYMOUS']) };

/** The operator's command line: seeding and maintenance on the server itself. */
export const OPERATOR: Viewer = { actor: 'system:operator', roles: new Set(['ADMIN']) };

/** The second pair of eyes for what the operator's command line writes. */
export const OPERATOR_APPROVER: Viewer = { actor: 'system:operator-approver', roles: new Set(['ADMIN']) };

/** The clock: carries out what somebody allowed to has scheduled. */
export const SCHEDULER: Viewer = { actor: 'system:scheduler', roles: new Set(['ADMIN']) };
