/** What is kept in metrics and sent as traces, by the whole service and a collector that is a real server. */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../src/platform/log.ts';
import { projectRoot } from '../../src/platform/projectRoot.ts';
import { type RunningTelemetry, startTelemetry } from '../../src/platform/telemetry/telemetry.ts';
import { PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

/** A span as OTLP has it in JSON. */
interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly { key: string; value: Record<string, string | number> }[];
  readonly status: { code?: number; message?: string };
}

/** A collector: keeps what is posted to it. */
class Collector {
  readonly #server: Server;
  readonly posts: { path: string; text: string }[] = [];

  constructor() {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      this.posts.push({ path: request.url ?? '', text: Buffer.concat(chunks).toString() });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get spans(): SentSpan[] {
    return this.posts.flatMap(({ text }) =>
      JSON.parse(text).resourceSpans.flatMap((resource: { scopeSpans: { spans: SentSpan[] }[] }) =>
        resource.scopeSpans.flatMap(({ spans }) => spans),
      ),
    );
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const SECRET = 'Božena Němcová';

describe('telemetry', () => {
  const collector = new Collector();
  let telemetry: RunningTelemetry;
  let service: Service;

  beforeAll(async () => {
    const endpoint = await collector.start();
    const traces = { endpoint, serviceName: 'rozcestnik-test', share: 1 };
    telemetry = await startTelemetry({ hasMetrics: true, traces, log: createLog('silent') });
    service = await startService('PGlite', { search: true, app: { telemetry } });
  });
  afterAll(async () => {
    await service.stop();
    await telemetry.tracer.close();
    collector.stop();
  });

  const ask = (query: string, variables: object = {}, headers = {}) =>
    service.post(JSON.stringify({ query, variables }), { 'content-type': PLAIN_JSON, ...headers });
  const figures = async () => {
    const text = (await telemetry.prometheus?.text()) ?? '';
    return new Map(
      text
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
    );
  };

  test('counts requests, operations by name, errors, statements, caches, jobs, search and the process', async () => {
    await ask('query Tiles { tiles(first: 2) { nodes { title organization { name } } } }');
    await ask('query Tiles { tiles(first: 2) { nodes { title organization { name } } } }');
    await ask('query Find($q: String!) { search(query: $q, first: 1) { totalCount } }', { q: 'ridicsky prukaz' });
    await ask('query Wrong { nothing }');
    await ask('{ node(id: "x") { id } }');
    await service.runner.database.job.create({
      data: {
        id: '0193a0c0-0000-7000-8000-000000000002',
        kind: 'journal.purge',
        subject: 'test',
        payload: {},
        runAt: new Date(0),
        createdAt: new Date(0),
      },
    });
    expect((await figures()).get('rozcestnik_outbox_due')).toBe(1);
    expect(await service.worker.runDue()).toBe(1);

    await expect
      .poll(async () =>
        (await figures()).get('rozcestnik_http_requests_total{method="POST",route="/graphql",status="200"}'),
      )
      .toBeGreaterThanOrEqual(3);
    const found = await figures();
    const tiles = '{operation="Tiles",type="query"}';
    expect(found.get(`rozcestnik_graphql_operation_seconds_count${tiles}`)).toBe(2);
    expect(found.get(`rozcestnik_graphql_operation_seconds_sum${tiles}`)).toBeGreaterThan(0);
    expect(found.get('rozcestnik_graphql_root_fields_total{field="tiles"}')).toBe(2);
    expect(found.get('rozcestnik_graphql_errors_total{operation="none",code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
    expect(found.get('rozcestnik_sql_statements_total{outcome="ok"}')).toBeGreaterThan(4);
    expect(found.get('rozcestnik_sql_seconds_count')).toBeGreaterThan(4);
    expect(found.get('rozcestnik_cache_reads_total{cache="organizations",outcome="hit"}')).toBeGreaterThan(0);
    expect(found.get('rozcestnik_jobs_total{kind="journal.purge",outcome="done"}')).toBe(1);
    expect(found.get('rozcestnik_search_documents')).toBeGreaterThan(5);
    expect(found.get('rozcestnik_search_seconds_count{engine="embedded",outcome="ok"}')).toBe(1);
    expect(found.get('rozcestnik_outbox_due')).toBe(0);
    expect(found.get('process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
    expect(found.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  });

  test('keeps a bounded number of names, whatever is asked', async () => {
    for (let index = 0; index < 120; index++) await ask(`query Flood${index} { __typename }`);
    const names = [...(await figures()).keys()].flatMap((key) => key.match(/operation="([^"]+)"/)?.[1] ?? []);
    expect(new Set(names).size).toBeLessThanOrEqual(103);
    expect(names).toContain('other');
  });

  test('sends traces to the collector: the request within its caller’s trace, the phases and the statements within it', async () => {
    const traceparent = `00-${TRACE}-${CALLER}-01`;
    const query = 'query Traced($slug: String!) { tile(slug: $slug) { title } tiles(first: 1) { totalCount } }';
    const { headers } = await ask(query, { slug: SECRET }, { traceparent });
    const line = () => service.log.map((text) => JSON.parse(text)).find((one) => one.operation === 'Traced');
    await expect.poll(line).toMatchObject({ traceId: TRACE, requestId: headers.get('x-request-id') });
    // Sends what waits to be sent.
    await telemetry.tracer.close();

    expect(new Set(collector.posts.map(({ path }) => path))).toEqual(new Set(['/v1/traces']));
    expect(collector.posts[0]?.text).toContain('"rozcestnik-test"');
    const spans = collector.spans.filter(({ traceId }) => traceId === TRACE);
    const request = spans.find(({ parentSpanId }) => parentSpanId === CALLER);
    expect(request).toMatchObject({ name: 'query Traced', kind: 2 });
    const facts = Object.fromEntries(request?.attributes.map(({ key, value }) => [key, Object.values(value)[0]]) ?? []);
    expect(facts).toMatchObject({
      'http.route': '/graphql',
      'http.response.status_code': 200,
      'graphql.operation.name': 'Traced',
      'rozcestnik.request_id': headers.get('x-request-id'),
    });
    const execute = spans.find(({ name }) => name === 'graphql.execute');
    expect(execute?.parentSpanId).toBe(request?.spanId);
    const statements = spans.filter(({ name, kind }) => name === 'SELECT' && kind === 3);
    expect(statements.length).toBeGreaterThanOrEqual(2);
    for (const { parentSpanId } of statements) expect(spans.map(({ spanId }) => spanId)).toContain(parentSpanId);
    expect(collector.posts.map(({ text }) => text).join()).not.toContain(SECRET);
  });

  test('is not loaded when it is off: the libraries are reached by late imports alone', () => {
    const files = readdirSync(join(projectRoot(), 'src'), { recursive: true, encoding: 'utf8' }).filter((one) =>
      one.endsWith('.ts'),
    );
    const using = (pattern: RegExp) =>
      files.filter((file) => pattern.test(readFileSync(join(projectRoot(), 'src', file), 'utf8'))).sort();
    expect(using(/from '(@opentelemetry\/|prom-client)/)).toEqual([
      'platform/telemetry/openTelemetry.ts',
      'platform/telemetry/prometheus.ts',
    ]);
    expect(using(/^import (?!type)[^;]*from '[^']*\/(openTelemetry|prometheus)\.ts'/m)).toEqual([]);
  });
});
