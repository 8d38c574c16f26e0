/** What goes wrong on our side is told to nobody but the log. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { TilesBesideThemesDocument, TileWithLevelDocument } from '../generated/graphql.ts';
import { DATABASES } from '../testkit/databases.ts';
import { type Answer, PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

describe.each(DATABASES)('failures on %s', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database);
  });
  afterAll(() => service.stop());

  /** Expects one masked error; answers what the log says of its request. */
  function expectMasked({ errors, headers }: Answer<unknown>): { message: string; stack: string } {
    const requestId = headers.get('x-request-id') ?? '';
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } });
    expect(errors[0]?.message).toBe(`Something went wrong on our side. Tell us the request id ${requestId}.`);
    expect(Object.keys(errors[0]?.extensions ?? {}).toSorted()).toEqual(['code', 'requestId']);
    const line = service.log.map((text) => JSON.parse(text)).find((one) => one.requestId === requestId);
    return line?.err;
  }

  it('a value in the database that the schema does not know is masked', async () => {
    await service.database.sql.exec(`UPDATE "LiveEntry" SET card = jsonb_set(card, '{requiredLevel}', '"CANARY"')
      WHERE slug = 'ridici' AND kind = 'tile'`);
    const answer = await service.query(TileWithLevelDocument, { slug: 'ridici' });
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ tile: { title: 'Registr řidičů', requiredLevel: null } });
    expect(expectMasked(answer).message).toContain('CANARY');
    expect(JSON.stringify(answer)).not.toContain('CANARY');
  });

  it('a table that is gone is masked, and the log has the reason under the id of the request', async () => {
    await service.database.sql.exec('ALTER TABLE "LiveEntry" RENAME TO "Gone"');
    const answer = await service.query(TileWithLevelDocument, { slug: 'katastr' });
    expect([answer.status, answer.data]).toEqual([500, { tile: null }]);
    const logged = expectMasked(answer);
    expect(logged.message).toContain('LiveEntry');
    // Of PGlite's own errors the way to them within it is longer than what is kept of a way.
    expect(logged.stack).toMatch(/entryFields|pglite/);
    expect(JSON.stringify(answer.errors)).not.toMatch(/LiveEntry|[Pp]risma|\.[jt]s|invocation/);

    const headers = { accept: PLAIN_JSON };
    const plain = await service.query(TileWithLevelDocument, { slug: 'katastr' }, { headers });
    expect(plain.status).toBe(200);
    expectMasked(plain);
  });

  it('the log does not tell the password of the database', () => {
    const { postgres } = inject('testDatabases');
    const { password } = new URL(postgres?.url ?? 'postgresql://nobody@localhost');
    expect(service.log.filter((line) => password !== '' && line.includes(password))).toEqual([]);
    expect(service.log.length).toBeGreaterThan(3);
  });

  it('what can be answered beside it is', async () => {
    const answer = await service.query(TilesBesideThemesDocument);
    expect([answer.status, answer.data]).toEqual([200, { tiles: null, categories: { totalCount: 21 } }]);
    expectMasked(answer);
  });
});
