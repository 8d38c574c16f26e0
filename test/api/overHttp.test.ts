/** GraphQL over HTTP as its specification has it, with what production is configured to. */

import { getIntrospectionQuery } from 'graphql';
import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RATES } from '../../src/http/rates/rates.ts';
import { PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

const JSON_BODY = { 'content-type': PLAIN_JSON };
const ORIGIN = 'https://rozcestnik.example';
const SITE = { publicOrigin: ORIGIN, allowedOrigins: new Set(['https://portal.example']) };

describe('a service as in production', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService('PGlite', {
      empty: true,
      app: { rates: RATES, site: SITE, trustedProxies: 1 },
    });
  });
  afterAll(() => service.stop());

  it('passes every audit of GraphQL over HTTP', async () => {
    const results = await auditServer({ url: service.url });
    const failed = results
      .filter(({ status }) => status !== 'ok')
      .map(({ name, ...rest }) => [name, 'reason' in rest ? rest.reason : '']);
    expect(failed).toEqual([]);
    expect(results).toHaveLength(61);
  });

  it('tells browsers to come by https alone, on every answer', async () => {
    for (const path of ['/graphql', '/', '/nothing', '/auth/signed-out']) {
      const { headers } = await fetch(new URL(path, service.url));
      expect([path, headers.get('strict-transport-security')]).toEqual([path, 'max-age=31536000']);
    }
  });
});

describe('a service that keeps its schema to editors', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService('PGlite', { empty: true, app: { introspection: 'editors' } });
  });
  afterAll(() => service.stop());

  it('tells it to them alone, however it is asked for', async () => {
    const body = JSON.stringify({ query: getIntrospectionQuery() });
    const hidden = JSON.stringify({
      query: 'query { ...F } fragment F on Query { a: __type(name: "Tile") { fields { name } } }',
    });
    const editor = (await service.signIn({ roles: ['EDITOR'] })).headers;
    for (const query of [body, hidden]) {
      const answer = await service.post(query, JSON_BODY);
      expect([answer.status, answer.data, answer.errors[0]?.extensions?.['code']]).toEqual([
        400,
        undefined,
        'FORBIDDEN',
      ]);
      expect(await service.post(query, { ...JSON_BODY, ...editor })).toMatchObject({ status: 200, errors: [] });
    }
  });
});
