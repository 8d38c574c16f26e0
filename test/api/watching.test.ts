/** What an operator sees of requests: health and the log. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, DATABASES } from '../testkit/databases.ts';
import { PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

const json = { 'content-type': PLAIN_JSON };

describe.each(DATABASES)('an operator on %s', (kind) => {
  let service: Service;

  beforeAll(async () => {
    service = await startService(kind, { empty: true });
  });
  afterAll(() => service.stop());

  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(new URL(path, service.url), init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const ready = async () => {
    const { status, text } = await get('/health/ready');
    return { httpStatus: status, ...JSON.parse(text) };
  };
  const linesOfRequests = () => service.log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request');
  /** The line comes when the answer has gone. */
  const lineOf = async (requestId: string | null) => {
    const line = () => linesOfRequests().find((one) => one.requestId === requestId);
    await expect.poll(line, { interval: 5 }).toBeDefined();
    return line();
  };

  test('sees that the process lives and is ready, with figures and nothing else', async () => {
    expect(await get('/health/live')).toMatchObject({ status: 200, text: '{"status":"LIVE"}\n' });
    const found = await ready();
    expect(found).toMatchObject({
      httpStatus: 200,
      status: 'READY',
      checks: { database: { status: 'OK' }, migrations: { status: 'OK', missing: 0 }, outbox: { due: 0, failed: 0 } },
    });
    const values = Object.values(found.checks).flatMap((check) => Object.values(check as object));
    for (const value of values) expect(value).toSatisfy((one) => typeof one === 'number' || /^[A-Z]+$/.test(one));
    expect((await get('/health/ready')).headers.get('cache-control')).toBe('no-store');
    expect((await get('/health/ready', { method: 'HEAD' })).text).toBe('');
    expect((await get('/health/ready', { method: 'POST' })).status).toBe(405);
  });

  test('is told of work that is late without the instance being taken out', async () => {
    const { prisma } = service.database;
    const long = new Date(Date.now() - 3_600_000);
    const job = { kind: 'nobody.does', subject: '', payload: {}, runAt: long, createdAt: long, attempts: 2 };
    const { id } = await prisma.job.create({ data: { id: '0193a0c0-0000-7000-8000-000000000001', ...job } });
    const outbox = { status: 'DEGRADED', due: 1, failed: 1, lagSeconds: expect.closeTo(3_600, -2) };
    await expect.poll(ready, { interval: 100, timeout: 5_000 }).toMatchObject({ httpStatus: 200, checks: { outbox } });
    await prisma.job.delete({ where: { id } });
  });

  test('sees that an instance is not ready whose database lacks a migration or does not answer', async () => {
    const fresh = await createTestDatabase(kind);
    await fresh.sql.exec(
      `DELETE FROM "_prisma_migrations" WHERE "migration_name" = '20261124220500_organization_ends'`,
    );
    expect(await fresh.missingMigrations()).toBe(1);
    await fresh.drop();
    await expect(fresh.missingMigrations()).rejects.toThrow();
  });

  test('finds one line for each request, with the operation and without what was sent', async () => {
    const secret = 'Božena Němcová 780123/3540';
    const query = 'query Look($name: String!) { __typename tile(slug: $name) { title } }';
    const good = await service.post(JSON.stringify({ query, variables: { name: secret } }), {
      ...json,
      cookie: `rozcestnik-session=${'s'.repeat(43)}`,
      'x-rozcestnik-request': '1',
    });
    expect(good.status).toBe(200);
    const line = await lineOf(good.headers.get('x-request-id'));
    expect(line).toMatchObject({ method: 'POST', route: '/graphql', operation: 'Look', type: 'query', status: 200 });
    expect(line.ms).toBeGreaterThan(0);

    const bad = await service.post(
      JSON.stringify({ query: `{ tiles(first: "${secret}") { nodes { title } } }` }),
      json,
    );
    expect(await lineOf(bad.headers.get('x-request-id'))).toMatchObject({
      status: 400,
      codes: ['GRAPHQL_VALIDATION_FAILED'],
    });
    const elsewhere = await get(`/${encodeURIComponent(secret)}?token=${encodeURIComponent(secret)}`);
    expect(await lineOf(elsewhere.headers.get('x-request-id'))).toMatchObject({ route: 'other', status: 404 });
    const log = service.log.join('');
    for (const part of ['Božena', '780123', 'ssss']) expect(log).not.toContain(part);
  });

  test('sees an instance step back from its proxy: not ready any more, its connections let go, requests still answered', async () => {
    service.front.lifecycle.drain();
    expect(await ready()).toEqual({ httpStatus: 503, status: 'DRAINING' });
    const { status, headers } = await service.post(JSON.stringify({ query: '{ __typename }' }), json);
    expect({ status, connection: headers.get('connection') }).toEqual({ status: 200, connection: 'close' });
    expect((await get('/health/live')).status).toBe(200);
  });
});
