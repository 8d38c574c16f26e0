/** How many requests each may send: the table of numbers. */

/** Whom requests are counted for: those without sign-in by their address, others by who they are. */
export const RATE_SUBJECTS = ['ADDRESS', 'PERSON', 'TOKEN', 'UNPROVEN', 'SIGN_IN', 'EMERGENCY'] as const;
export type RateSubject = (typeof RATE_SUBJECTS)[number];

/** Requests in a window at the most. */
export type Rates = Readonly<Record<RateSubject, number>>;

/** Seconds that a window lasts; it begins with the first request. */
export const WINDOW = 60;

/** Many citizens and whole offices share an address: the limits are for floods, not for use. */
export const RATES: Rates = {
  ADDRESS: 6_000,
  PERSON: 3_000,
  TOKEN: 12_000,
  /** Requests with a cookie or a token that ended before it was known whose they are, by address. */
  UNPROVEN: 6_000,
  /** Requests around sign-in, by address: two or three make a sign-in. */
  SIGN_IN: 300,
  /** Attempts at a code for an emergency, by address. */
  EMERGENCY: 10,
};

/** On a developer's machine, one address sends whatever tests and load tools send: nothing but sign-in is held back. */
export const DEVELOPMENT_RATES: Rates = {
  ...RATES,
  ADDRESS: 1_000_000,
  PERSON: 1_000_000,
  TOKEN: 1_000_000,
  UNPROVEN: 1_000_000,
};
