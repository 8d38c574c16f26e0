/** What a manifest says of a database. */
import { verifyAudit } from '../journal/verifyAudit.ts';
import type { Database } from '../platform/database.ts';
import { readHistory } from '../platform/migrationHistory.ts';
import type { SqlConnection } from '../platform/sqlConnection.ts';
import { digestTables } from './digests.ts';
import type { Dumped } from './source.ts';

/**
 * Facts of a database. The audit chain is read by `prisma` and may have grown since the snapshot of `connection`, so it comes first: the
 * head that it had then is in every later state.
 */
export async function describe(connection: SqlConnection, prisma: Database): Promise<Omit<Dumped, 'adapter'>> {
  const audit = await auditOf(prisma);
  return { audit, ...(await describeRows(connection)) };
}

/** The head of the chain, and whether it is whole up to there. */
export async function auditOf(prisma: Database): Promise<Dumped['audit']> {
  const { head, break: broken } = await verifyAudit(prisma);
  return { position: String(head.position), hash: head.hash, isWhole: broken === null };
}

/** All but the audit chain, as the connection sees it. */
export async function describeRows(connection: SqlConnection): Promise<Omit<Dumped, 'adapter' | 'audit'>> {
  const [version] = await connection.query(`SELECT current_setting('server_version_num')::int AS "number"`);
  const history = await readHistory(connection);
  return {
    serverVersion: Number(version?.['number']),
    migrations: history.map(({ name }) => name),
    tables: await digestTables(connection),
  };
}
