import type { Database } from '../../platform/database.ts';
import { fileTerm } from '../terms.ts';

/** Whether an entry that is live for everybody shows one of the files now. */
export async function isShownToAll(
  { liveEntry }: Pick<Database, 'liveEntry'>,
  fileIds: readonly string[],
): Promise<boolean> {
  if (fileIds.length === 0) return false;
  const where = { audience: 'PUBLIC', terms: { hasSome: fileIds.map(fileTerm) } };
  return (await liveEntry.findFirst({ where, select: { id: true } })) !== null;
}
