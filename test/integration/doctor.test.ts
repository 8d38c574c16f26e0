/** The doctor: what is well, what is not, and what to do about it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { CHECKS, type Examined, examine } from '../../src/doctor/doctor.ts';
import { lockDataFolder } from '../../src/platform/lock.ts';
import { projectRoot } from '../../src/platform/projectRoot.ts';
import { createTestDatabase, DATABASES } from '../testkit/databases.ts';
import { startObjectStore } from '../testkit/objectStore.ts';
import { startSmtp } from '../testkit/smtp.ts';

describe('the doctor', () => {
  const work = mkdtempSync(join(tmpdir(), 'rozcestnik-doctor-'));
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  const examined = async (variables: Record<string, string>) => {
    const found = await examine(readConfig({ DATA_DIR: join(work, 'new'), PORT: '0', ...variables }));
    return Object.fromEntries(found.map((one): [string, Examined] => [one.name, one]));
  };

  test('finds nothing to mend where nothing is set up, and makes nothing', async () => {
    const found = await examined({});
    expect(Object.keys(found)).toEqual(['database', ...CHECKS.map(({ name }) => name)]);
    expect(Object.values(found).filter(({ severity }) => severity === 'FAIL')).toEqual([]);
    expect(found['database']?.says).toContain('not there yet');
  });

  test('says what is wrong with the machine', async () => {
    writeFileSync(join(work, 'file'), '');
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const PORT = String((server.address() as AddressInfo).port);
    const found = await examined({
      DATA_DIR: join(work, 'file'),
      PORT,
      NODE_ENV: 'production',
      PSEUDONYM_KEY: 'k'.repeat(32),
    });
    expect(found['data folder']).toMatchObject({ severity: 'FAIL', mend: expect.stringContaining('DATA_DIR') });
    expect(found['port']).toMatchObject({ severity: 'WARN', says: expect.stringContaining(PORT) });
    expect(found['address']).toMatchObject({ severity: 'WARN', mend: expect.stringContaining('origin') });
    server.close();
  });

  test('says that the manifest of documents cannot be used', async () => {
    expect((await examined({ PERSISTED_DOCUMENTS: join(work, 'none.json') }))['documents']).toMatchObject({
      severity: 'FAIL',
      says: expect.stringContaining('PERSISTED_DOCUMENTS'),
    });
  });

  test('ends quietly when nobody reads further', async () => {
    const program = [join(projectRoot(), 'dist/src/cli/doctor.js')];
    const child = spawn(process.execPath, program, {
      env: { DATA_DIR: join(work, 'quiet') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const errors = text(child.stderr as NodeJS.ReadableStream);
    child.stdout?.destroy();
    const [code] = await once(child, 'exit');
    expect(await errors).not.toContain('EPIPE');
    expect(code).toBeLessThanOrEqual(1);
  });

  test('says that the embedded database is in use, and by whom', async () => {
    const folder = join(work, 'used');
    const lock = await lockDataFolder(folder);
    // Where a database would be.
    writeFileSync(join(folder, 'database'), '');
    expect((await examined({ DATA_DIR: folder }))['database']).toMatchObject({
      severity: 'SKIPPED',
      says: expect.stringContaining(`process ${process.pid}`),
    });
    lock.release();
  });

  test('says which database does not answer, without its password', async () => {
    const found = await examined({ DATABASE_URL: 'postgresql://me:s3cret@127.0.0.1:1/x' });
    expect(found['database']).toMatchObject({ severity: 'FAIL', says: expect.stringContaining('127.0.0.1:1/x') });
    expect(found['migrations']?.severity).toBe('SKIPPED');
    expect(JSON.stringify(found)).not.toContain('s3cret');
  });

  test.runIf(DATABASES.includes('PostgreSQL'))(
    'looks into a database: version, rights, zone, clock, work put off',
    async () => {
      const database = await createTestDatabase('PostgreSQL');
      const url = database.databaseUrl ?? '';
      const well = await examined({ DATABASE_URL: url });
      for (const name of ['database', 'migrations', 'time zone', 'clock', 'outbox', 'connections']) {
        expect({ name, found: well[name]?.severity }).toEqual({ name, found: 'OK' });
      }
      // The tests' role.
      expect(well['permissions']).toMatchObject({ severity: 'WARN', says: expect.stringContaining('superuser') });

      await database.sql.exec(`CREATE ROLE doctor_patient LOGIN PASSWORD 'p4tient'; REVOKE CREATE ON SCHEMA public FROM PUBLIC;
      GRANT SELECT ON ALL TABLES IN SCHEMA public TO doctor_patient;
      INSERT INTO "Job" ("id", "kind", "subject", "payload", "runAt", "attempts", "createdAt")
        VALUES ('0193a0c0-0000-7000-8000-000000000003', 'x', '', '{}', now(), 3, now());
      DELETE FROM "_prisma_migrations" WHERE "migration_name" = '20261124220500_organization_ends'`);
      const other = new URL(url);
      [other.username, other.password] = ['doctor_patient', 'p4tient'];
      const ill = await examined({ DATABASE_URL: other.href });
      expect(ill['permissions']).toMatchObject({ severity: 'FAIL', mend: expect.stringContaining('GRANT CREATE') });
      expect(ill['migrations']).toMatchObject({ severity: 'WARN', says: '1 are not applied yet.' });
      await database.sql.exec('DROP OWNED BY doctor_patient; DROP ROLE doctor_patient');
      await database.sql.exec(`UPDATE "_prisma_migrations" SET "checksum" = 'x'`);
      expect((await examined({ DATABASE_URL: url }))['migrations']).toMatchObject({
        severity: 'FAIL',
        says: expect.stringContaining('was edited after it was applied'),
      });
      await database.drop();
    },
  );

  test.runIf(inject('meilisearch'))('asks Meilisearch whether it is there and takes the key', async () => {
    const server = (await (await fetch(inject('meilisearch') as string)).json()) as { url: string; key: string };
    const search = async (MEILI_URL: string, MEILI_KEY: string) => (await examined({ MEILI_URL, MEILI_KEY }))['search'];
    expect(await search(server.url, server.key)).toMatchObject({ severity: 'OK' });
    expect(await search(server.url, 'wrong')).toMatchObject({
      severity: 'FAIL',
      mend: expect.stringContaining('MEILI_KEY'),
    });
    expect(await search('http://127.0.0.1:1', server.key)).toMatchObject({ severity: 'FAIL' });
  });

  test('asks the bucket of files whether it is there and takes the key', async () => {
    const store = await startObjectStore();
    const files = async (FILES_URL: string) => (await examined({ FILES_URL }))['stored files'];
    expect(await files(store.url())).toMatchObject({ severity: 'OK', says: expect.stringContaining('takes the key') });
    const refused = await files(store.url({ secret: 's3cret' }));
    expect(refused).toMatchObject({ severity: 'FAIL', mend: expect.stringContaining('FILES_URL') });
    expect(JSON.stringify(refused)).not.toContain('s3cret');
    expect(await files(store.url({ bucket: 'none' }))).toMatchObject({
      says: expect.stringContaining('no bucket none'),
    });
    await store.close();
    expect(await files(store.url())).toMatchObject({ severity: 'FAIL', says: expect.stringContaining('ECONNREFUSED') });
  });

  test('asks the mail server whether it is there and takes the password, and says where mail goes without one', async () => {
    const smtp = await startSmtp();
    const mail = async (more: Record<string, string>) =>
      (await examined({ MAIL_FROM: 'us@example.org', ...more }))['mail'];
    const SMTP_URL = `smtp://127.0.0.1:${smtp.port}`;
    const AGENCY_MAILBOX = 'agency@example.org';
    expect(await mail({ SMTP_URL, AGENCY_MAILBOX })).toMatchObject({ severity: 'OK', says: `${SMTP_URL} answers.` });
    expect(await mail({ SMTP_URL })).toMatchObject({ severity: 'WARN', mend: 'Set AGENCY_MAILBOX.' });
    // The server has no TLS: a password would go in the clear.
    const refused = await mail({ SMTP_URL: `smtp://me:s3cret@127.0.0.1:${smtp.port}`, AGENCY_MAILBOX });
    expect(refused).toMatchObject({ severity: 'FAIL', mend: expect.stringContaining('SMTP_URL') });
    expect(JSON.stringify(refused)).not.toContain('s3cret');
    expect(await mail({})).toMatchObject({ severity: 'OK', says: expect.stringContaining('mail') });
    await smtp.close();
    expect(await mail({ SMTP_URL, AGENCY_MAILBOX })).toMatchObject({
      severity: 'FAIL',
      says: expect.stringContaining('ECONN'),
    });
  });

  test('asks issuers and the collector whether they are there, and whether our clock is theirs', async () => {
    let date = new Date();
    const server = createServer((request, response) => {
      const base = `http://${request.headers.host}`;
      const bodies: Record<string, object> = {
        '/.well-known/openid-configuration': {
          issuer: base,
          jwks_uri: `${base}/jwks`,
          authorization_endpoint: `${base}/auth`,
        },
        '/jwks': { keys: [{ kty: 'RSA' }] },
      };
      const body = bodies[request.url ?? ''];
      response.sendDate = false;
      response.writeHead(body ? 200 : 404, { 'content-type': 'application/json', date: date.toUTCString() });
      response.end(JSON.stringify(body ?? {}));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const broker = (url: string) => ({
      CITIZENS_PROFILE: 'BROKER',
      CITIZENS_ISSUER_URL: url,
      CITIZENS_CLIENT_ID: 'us',
      CITIZENS_CLIENT_SECRET: 's',
      OTEL_EXPORTER_OTLP_ENDPOINT: base,
    });
    const well = await examined(broker(base));
    expect(well['issuer of citizens']).toMatchObject({ severity: 'OK', says: `${base} answers, with 1 keys.` });
    expect(well['traces']).toMatchObject({ severity: 'OK' });
    date = new Date(Date.now() - 120_000);
    expect((await examined(broker(base)))['issuer of citizens']).toMatchObject({
      severity: 'FAIL',
      mend: expect.stringContaining('NTP'),
    });
    expect((await examined(broker(`${base}/nobody`)))['issuer of citizens']).toMatchObject({
      severity: 'FAIL',
      says: expect.stringContaining('404'),
    });
    server.close();
    server.closeAllConnections();
    expect((await examined(broker(base)))['issuer of citizens']?.says).toContain('cannot be reached');
  });
});
