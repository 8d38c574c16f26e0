import { serverCodeOf } from './serverCode.ts';

/** Prisma's codes of a server that is not there, does not answer, closed the connection or has no connection left. */
const PRISMA_CODES = new Set(['P1001', 'P1008', 'P1017', 'P2024', 'P2037']);

/** PostgreSQL's codes of a server that is ending or starting, and of one without disk, memory or connections left; class 08 is about connections. */
const SERVER_CODES = /^(?:08\w{3}|57P0[1-3]|53[123]00)$/;

/** Node's codes of a connection that could not be made or broke. */
const SOCKET_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH']);

/** The driver's errors of a connection have no code (pg 8.23, `client.js` and pg-pool's `index.js`). */
const DRIVER_WORDS =
  /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|Client was closed/;

/** Whether an error says that the database is away for the time being: to ask again may help, to ask otherwise does not. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = '' } = error as NodeJS.ErrnoException;
  if (PRISMA_CODES.has(code) || SOCKET_CODES.has(code)) return true;
  return SERVER_CODES.test(serverCodeOf(error) ?? code) || DRIVER_WORDS.test(error.message);
}
