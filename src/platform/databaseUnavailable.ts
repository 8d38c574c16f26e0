/** The database cannot be used; the message says which one, why and what to do, and never has a password in it. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
}
