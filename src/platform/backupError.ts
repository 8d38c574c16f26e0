/** A backup could not be made or restored; the message says why, what is right, and what is left as it was. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
