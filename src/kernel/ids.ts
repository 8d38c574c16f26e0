import { v7, validate } from 'uuid';
import { DomainError, type Issue } from './errors.ts';
import type { Message } from './message.ts';
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

/** Where in an input an id stands, for errors; empty where it is no input of a mutation. */
type Path = Issue['path'];

/**
 * What a global id names.
 * @throws DomainError INVALID_ID when `value` was not made by {@link encodeGlobalId}
 */
export function decodeGlobalId(value: string, path: Path = []): GlobalId {
  const [typeName = '', id = ''] = Buffer.from(value, 'base64url').toString('utf8').split(':');
  if (!/^[A-Za-z]+$/.test(typeName) || !validate(id) || encodeGlobalId(typeName, id) !== value) {
    throw invalidId(say('The id is malformed: pass an id exactly as the API returned it.'), path);
  }
  return { typeName, id };
}

/**
 * The id in the global id of an object of one type.
 * @throws DomainError INVALID_ID for the id of another type, and for what is none
 */
export function idOf(typeName: string, globalId: string, path: Path = []): string {
  const { typeName: given, id } = decodeGlobalId(globalId, path);
  if (given === typeName) return id;
  throw invalidId(say('This is the id of a {given}, not of a {wanted}.', { given, wanted: typeName }), path);
}

/** The error of an id that cannot be what it stands for. */
export function invalidId(said: Message, path: Path = []): DomainError {
  return new DomainError('INVALID_ID', said, path.length > 0 ? [{ path, message: said }] : []);
}
