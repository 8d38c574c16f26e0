import { describe, expect, it } from 'vitest';
import { parseDatabaseUrl } from '../../../src/platform/databaseUrl.ts';
import { assertFit } from '../../../src/platform/postgres.ts';

describe('a PostgreSQL server', () => {
  const fit = { versionNumber: 150_000, version: '15.0', encoding: 'UTF8' };

  it('is fit from version 15 on', () => {
    assertFit(fit, 'host:5432/db');
    assertFit({ ...fit, versionNumber: 180_006, version: '18.6' }, 'host:5432/db');
    expect(() => assertFit({ ...fit, versionNumber: 140_011, version: '14.11' }, 'host:5432/db')).toThrow(
      'PostgreSQL at host:5432/db is of version 14.11; version 15 or newer is needed.',
    );
  });

  it('must hold UTF-8', () => {
    expect(() => assertFit({ ...fit, encoding: 'LATIN2' }, 'host:5432/db')).toThrow(
      "The database at host:5432/db is in the encoding LATIN2; create one with ENCODING 'UTF8'.",
    );
  });
});

describe('a DATABASE_URL', () => {
  it.each([
    ['postgresql://user:secret@db.example.org:6432/catalogue?sslmode=disable', 'db.example.org:6432/catalogue'],
    ['postgres://user@db.example.org/catalogue', 'db.example.org:5432/catalogue'],
    ['postgresql://user:secret@/catalogue?host=/run/postgresql', '/run/postgresql:5432/catalogue'],
    ['postgresql://user:p%40ss@[::1]:5433/catalogue', '[::1]:5433/catalogue'],
  ])('%s leads to a place that may be shown', (url, location) => {
    expect(parseDatabaseUrl(url).location).toBe(location);
  });

  it('hides its password in whatever text', () => {
    const { withoutPassword } = parseDatabaseUrl('postgresql://user:p%40ss@host/db');
    expect(withoutPassword('p@ss and p%40ss')).toBe('*** and ***');
    expect(parseDatabaseUrl('postgresql://user@host/db').withoutPassword('text')).toBe('text');
  });
});
