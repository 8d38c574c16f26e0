/** Where a DATABASE_URL leads, told without what it keeps secret. */
import { isIPv6 } from 'node:net';
import pg from 'pg';
import { DatabaseUnavailableError } from './databaseUnavailable.ts';

/** What may be shown of a DATABASE_URL. */
export interface DatabaseAddress {
  /** `host:port/database`, without user and password. */
  readonly location: string;
  /** Removes the password from a text, wherever it came from. */
  withoutPassword(text: string): string;
}

/**
 * Reads a DATABASE_URL as the driver does, with the driver's defaults (PGHOST and others).
 * @throws DatabaseUnavailableError when it is not a PostgreSQL address
 */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  const client = isWellFormed(url) ? clientOf(url) : undefined;
  if (!client) {
    throw new DatabaseUnavailableError(
      'DATABASE_URL is not a PostgreSQL address such as postgresql://user:password@host:5432/database. ' +
        'Special characters in the user name and the password must be percent-encoded.',
    );
  }
  const { host, port, database, password } = client;
  const secrets = [password, password && encodeURIComponent(password)].filter((secret) => secret);
  return {
    location: `${isIPv6(host) ? `[${host}]` : host}:${port}/${database}`,
    withoutPassword: (text) => secrets.reduce<string>((rest, secret) => rest.replaceAll(String(secret), '***'), text),
  };
}

// A password with a bare / ? or # ends the address early: its rest would be taken for, and shown as, the database.
function isWellFormed(url: string): boolean {
  const [, authority, rest] = /^postgres(?:ql)?:\/\/([^/?#]*)(.*)$/s.exec(url) ?? [];
  return authority !== undefined && !rest?.includes('@');
}

function clientOf(url: string): pg.Client | undefined {
  try {
    return new pg.Client({ connectionString: url });
  } catch {
    // The driver's error holds the whole address.
    return undefined;
  }
}
