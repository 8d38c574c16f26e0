import { DomainError } from '../../../kernel/errors.ts';

/** @throws DomainError INVALID_INPUT when `file` is not JSON, saying where it goes wrong. */
export function parseJson(file: string): unknown {
  try {
    return JSON.parse(file);
  } catch (error) {
    throw new DomainError('INVALID_INPUT', `The tile file is not JSON: ${(error as Error).message}`);
  }
}
