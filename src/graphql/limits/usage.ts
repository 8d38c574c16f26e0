/** What a request takes of the limits. */

/** What an operation costs, of what it may cost, in points. */
export interface OperationCost {
  readonly requested: number;
  readonly limit: number;
}

/** How many requests whoever asks has left. */
export interface Allowance {
  /** Requests in the present window at the most. */
  readonly limit: number;
  readonly remaining: number;
  /** When the next window begins. */
  readonly resetAt: Date;
}

/** Of one request, as far as it is known by now. */
export interface Usage {
  cost: OperationCost | null;
  readonly allowance: Allowance | null;
}
