import { DomainError } from '../../kernel/errors.ts';
import { say } from '../messages.ts';

/** Too many requests from the same address, person or token: RATE_LIMITED, with the seconds to wait. */
export class RateLimited extends DomainError {
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super('RATE_LIMITED', say('Too many requests: try again in {seconds} s.', { seconds: retryAfter }));
    this.retryAfter = retryAfter;
  }
}
