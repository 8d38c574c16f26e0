/** The reason of a failure in words, for logs and operators; our own errors say what to do in their message. */
export function reasonOf(error: unknown): string {
  // An error of several attempts to connect (one an address) has no message of its own.
  if (error instanceof AggregateError) return [...new Set(error.errors.map(reasonOf))].join('; ');
  if (!(error instanceof Error)) return String(error);
  // What `fetch` throws says what went wrong in its cause alone.
  return error instanceof TypeError && error.cause ? reasonOf(error.cause) : error.message;
}
