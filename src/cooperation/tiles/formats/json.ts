import { DomainError } from '../../../kernel/errors.ts';
import { say } from '../messages.ts';

/** @throws DomainError INVALID_INPUT when `file` is not JSON, saying where it goes wrong. */
export function parseJson(file: string): unknown {
  try {
    return JSON.parse(file);
  } catch (error) {
    throw new DomainError(
      'INVALID_INPUT',
      say('The tile file is not JSON: {problem}', { problem: (error as Error).message }),
    );
  }
}
