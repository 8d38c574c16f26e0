import { v7, validate } from 'uuid';
import { DomainError, type Issue } from './errors.ts';
import { say } from './messages.ts';

/** Identifier of a new row: UUIDv7 (RFC 9562, section 5.7), so that ids grow with time. */
export const newId: () => string = v7;

/** Encodes a global id: opaque to clients, `Type:uuid` in base64url inside. */
export function encodeGlobalId(typeName: string, id: string): string {
  return Buffer.from(`${typeName}:${id}`).toString('base64url');
}

/** What a global id names. */
export interface GlobalId {
  readonly typeName: string;
  readonly id: string;
}

/** @throws DomainError INVALID_ID when `value` was not made by {@link encodeGlobalId}. */
export function decodeGlobalId(value: string): GlobalId {
  const [typeName = '', id = ''] = Buffer.from(value, 'base64url').toString('utf8').split(':');
  if (!/^[A-Za-z]+$/.test(typeName) || !validate(id) || encodeGlobalId(typeName, id) !== value) {
    throw new DomainError('INVALID_ID', say('The id is malformed: pass an id exactly as the API returned it.'));
  }
  return { typeName, id };
}

/**
 * The id in the global id of an object of one type.
 * @throws DomainError INVALID_ID for the id of another type, and for what is none.
 */
export function idOf(typeName: string, globalId: string): string {
  const { typeName: given, id } = decodeGlobalId(globalId);
  if (given === typeName) return id;
  throw new DomainError(
    'INVALID_ID',
    say('This is the id of a {given}, not of a {wanted}.', { given, wanted: typeName }),
  );
}

/**
 * What is read of an id in an input.
 * @param path where in the input it is
 * @throws DomainError INVALID_ID with the path
 */
export function inPlace<Id>(path: Issue['path'], read: () => Id): Id {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, error.said, [{ path, message: error.said }]);
  }
}
