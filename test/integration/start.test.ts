import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { request as askServer, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createDataFolder } from '../testkit/dataFolder.ts';
import { HAS_MEILISEARCH, meilisearchAddress } from '../testkit/searchEngines.ts';
import { ServiceProcess } from '../testkit/serviceProcess.ts';

/** The machine may have other things to do. */
const PATIENCE = { interval: 20, timeout: 30_000 };

const countTiles = async (address: string) => {
  const body = JSON.stringify({ query: '{ tiles { totalCount } }' });
  const response = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return ((await response.json()) as { data: { tiles: { totalCount: number } } }).data.tiles.totalCount;
};

/** Meilisearch that takes work and does not answer any more when it is asked how far that is. */
async function leavingSearchServer() {
  const { url, key } = await meilisearchAddress();
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/tasks/')) return void request.socket.destroy();
    const { method, headers } = request;
    const onward = askServer(new URL(request.url ?? '/', url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key, server };
}

describe('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rozcestnik-start-'));
  const dataDir = join(folder, 'data');
  const started: ServiceProcess[] = [];
  const start = (environment: Record<string, string> = {}) => {
    const one = new ServiceProcess({ DATA_DIR: dataDir, ...environment });
    started.push(one);
    return one;
  };

  afterEach(async () => {
    for (const one of started.splice(0)) await one.stop();
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('refuses a wrong configuration by naming every wrong variable, and creates nothing', async () => {
    const refused = start({ PORT: 'web', LOG_LEVEL: 'loud' });
    expect(await refused.exitCode()).toBe(2);
    expect(refused.output).toContain('PORT must be');
    expect(refused.output).toContain('LOG_LEVEL must be');
    expect(existsSync(dataDir)).toBe(false);
  });

  test('fills an empty catalogue, says where everything is, and stops when told to', { timeout: 180_000 }, async () => {
    const first = start();
    expect(await countTiles(await first.address())).toBeGreaterThanOrEqual(40);
    expect(first.output).toContain('Seeding the catalogue');
    expect(first.output).toContain(`PGlite, ${dataDir}`);
    expect(first.output).toContain('Two things to try');
    expect(await first.stop()).toBe(0);
  });

  test('leaves an empty catalogue empty in production, which is not to show invented things', async () => {
    const PSEUDONYM_KEY = 'k'.repeat(32);
    const one = start({
      DATA_DIR: join(folder, 'production'),
      NODE_ENV: 'production',
      SHUTDOWN_DELAY: '0',
      PSEUDONYM_KEY,
    });
    expect(await countTiles(await one.address())).toBe(0);
    expect(one.output).not.toContain('Seeding');
  });

  describe('with the data that it kept', () => {
    let service: ServiceProcess;
    let address: string;
    beforeAll(async () => {
      service = new ServiceProcess({ DATA_DIR: dataDir, METRICS_PORT: '0', SHUTDOWN_DELAY: '1' });
      address = await service.address();
    });
    afterAll(() => service.stop());

    test('answers at once, tells metrics on a port of their own, and logs requests as JSON', async () => {
      expect(await countTiles(address)).toBeGreaterThanOrEqual(40);
      expect(service.output).not.toContain('Seeding');
      const metrics = service.output.match(/metrics +(\S+)/)?.[1] ?? '';
      const text = await (await fetch(metrics)).text();
      expect(text).toMatch(/^rozcestnik_http_requests_total\{method="POST",route="\/graphql",status="200"\} 1$/m);
      expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
      for (const path of ['/metrics', '/health']) expect((await fetch(new URL(path, address))).status).toBe(404);
      const lines = service.output
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line));
      expect(lines).toContainEqual(
        expect.objectContaining({ msg: 'request', route: '/graphql', status: 200, operation: null }),
      );
    });

    test('keeps its data folder to itself', async () => {
      const second = start();
      expect(await second.exitCode()).toBe(3);
      expect(second.output).toContain(dataDir);
      expect(await countTiles(address)).toBeGreaterThan(0);
    });

    test('ends in order: not ready first, then everything that was begun is answered', async () => {
      const readiness = async () => {
        const response = await fetch(new URL('/health/ready', address));
        return { status: response.status, connection: response.headers.get('connection'), body: await response.json() };
      };
      await expect.poll(readiness, PATIENCE).toMatchObject({ status: 200, body: { status: 'READY' } });
      service.signal('SIGTERM');
      await expect
        .poll(readiness, PATIENCE)
        .toEqual({ status: 503, connection: 'close', body: { status: 'DRAINING' } });
      expect(await countTiles(address)).toBeGreaterThan(0);
      expect(await service.exitCode()).toBe(0);
    });

    test('ends at once when it is told so a second time', async () => {
      const impatient = start({ SHUTDOWN_DELAY: '60' });
      await impatient.address();
      impatient.signal('SIGTERM');
      await expect.poll(() => impatient.output, PATIENCE).toContain('Stopping');
      impatient.signal('SIGTERM');
      expect(await impatient.exitCode()).toBe(143);
    });
  });

  test.skipIf(!HAS_MEILISEARCH)('ends in order though the search server left while it was waited for', async () => {
    const { url: MEILI_URL, server, key: MEILI_KEY = '' } = await leavingSearchServer();
    const one = start({ DATA_DIR: 'memory://', MEILI_URL, MEILI_KEY });
    await one.address();
    await expect.poll(() => one.output, PATIENCE).toContain('The shared search index could not be kept right');
    expect(await one.stop(), one.output).toBe(0);
    expect(one.output).not.toContain('cut off');
    server.close();
  });

  test('says which port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const PORT = String((server.address() as AddressInfo).port);
    const refused = start({ PORT });
    expect(await refused.exitCode()).toBe(1);
    expect(refused.output).toContain(`Port ${PORT}`);
    server.close();
  });

  test('ends when it cannot start, though its port was open already', async () => {
    const folder = join(dataDir, '..', 'newer');
    await createDataFolder(folder);
    const database = await PGlite.create(join(folder, 'database'));
    await database.query(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at") VALUES ('x', 'x', '29990101000000_x', now())`,
    );
    await database.close();
    const refused = start({ DATA_DIR: folder, METRICS_PORT: '0' });
    expect(await refused.exitCode()).toBe(1);
    expect(refused.output).toContain('ALLOW_NEWER_DATABASE=1');
  });

  test('says what is wrong with a database that does not answer, without its password', async () => {
    const refused = start({ DATABASE_URL: 'postgresql://user:s3cret@127.0.0.1:1/none' });
    expect(await refused.exitCode()).toBe(1);
    expect(refused.output).toContain('127.0.0.1:1');
    expect(refused.output).not.toContain('s3cret');
  });
});
