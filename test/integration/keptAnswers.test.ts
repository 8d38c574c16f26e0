/** Answers that are kept, on the real service: as quick as memory, and never older than they may be. */
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { reviseEntry } from '../../src/catalogue/commands/reviseEntry.ts';
import { LIMITS } from '../../src/graphql/limits/limits.ts';
import { RATES } from '../../src/http/rates/rates.ts';
import { listen, type RunningServer } from '../../src/http/server.ts';
import { Changes } from '../../src/journal/changes.ts';
import { type CommandRunner, runCommand } from '../../src/journal/command.ts';
import { newId } from '../../src/kernel/ids.ts';
import { OPERATOR, OPERATOR_APPROVER } from '../../src/kernel/viewer.ts';
import { cs, publish, withdraw, writeCategory, writeOrganization } from '../testkit/content.ts';
import { createTestDatabase, ONE_DATABASE, type TestDatabase } from '../testkit/databases.ts';
import { signIn } from '../testkit/signIn.ts';

/** Milliseconds after which an answer must tell what another instance has changed. */
const BOUND = 2_000;

const FRONT_PAGE = '{ tiles { totalCount nodes { slug title organization { name } categories { name } } } }';
const ONE = '{ tile(slug: "prvni") { title organization { name } } }';
const FILTERED = '{ tiles(filter: { organization: { slugs: ["urad"] } }) { nodes { slug } } }';
const PAGES = '{ pages { nodes { title } } }';
const hashOf = (document: string) => createHash('sha256').update(document).digest('hex');
const KNOWN = new Map([[hashOf(ONE), ONE]]);
const QUESTIONS = [FRONT_PAGE, ONE, FILTERED, PAGES, '{ nope: tile(slug: "druha") { title } entries { totalCount } }'];

describe.each(ONE_DATABASE)('kept answers on %s', (kind) => {
  let database: TestDatabase;
  let app: App;
  let server: RunningServer;
  let organization: string;
  let category: string;
  let tiles: string[];

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    app = await createApp(database, pino({ level: 'silent' }), {
      rates: { ...RATES, ADDRESS: 1_000_000 },
      persisted: { documents: KNOWN, only: false },
      site: { publicOrigin: null, allowedOrigins: new Set(['https://portal.example']) },
    });
    server = await listen(app.graphql, '127.0.0.1', 0);
    organization = await writeOrganization(app.runner, 'urad');
    category = await writeCategory(app.runner, 'doprava');
    const content = { organization, categories: [category] };
    tiles = await publish(
      app.runner,
      ['prvni', 'druha'].map((slug) => ({ kind: 'tile' as const, slug, content })),
    );
    await publish(app.runner, [{ kind: 'page', slug: 'stranka', content }]);
    app.changePoller.start();
    await vi.waitFor(() => expect(app.changePoller.heardAt).toBeGreaterThan(0), { timeout: 10_000 });
  });
  afterAll(async () => {
    await server.close();
    await app.changePoller.stop();
    await database.drop();
  });

  const url = () => `${server.url}/graphql`;
  const ask = (query: string, headers: Record<string, string> = {}) =>
    fetch(url(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
  const told = async (query: string, headers?: Record<string, string>) => (await ask(query, headers)).text();
  /** The answer made anew, past the memory. */
  const truth = async (query: string) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    return (await app.graphql.fetch(url(), { method: 'POST', headers, body: JSON.stringify({ query }) })).text();
  };
  const hits = () => app.answers?.figures.hits ?? 0;
  /** How often the database was asked while `work` ran. */
  const statementsOf = async (work: () => Promise<unknown>) => {
    await work();
    // The poller asks by itself.
    database.statements.length = 0;
    const before = hits();
    await work();
    return { statements: database.statements.filter((sql) => !sql.includes('ChangeRecord')), hits: hits() - before };
  };

  const rename = async (runner: CommandRunner, id: string, title: string) => {
    const { revision } = await runner.database.entry.findUniqueOrThrow({ where: { id } });
    const change = { entryId: id, expectedRevision: revision, patch: { title: cs(title) }, submit: true };
    const { versionId, revision: next } = await runCommand(runner, OPERATOR, reviseEntry, change);
    const approval = { versions: [{ versionId: versionId as string, expectedRevision: next }], publish: true };
    await runCommand(runner, OPERATOR_APPROVER, approveVersions, approval);
  };

  it('ask the database once', async () => {
    const { statements, hits: found } = await statementsOf(() => told(FRONT_PAGE));
    expect({ statements, found }).toEqual({ statements: [], found: 1 });
  });

  it('have the address of a logo that lasts, and never one that ends', async () => {
    const hash = hashOf('logo');
    await database.prisma.fileContent.create({ data: { hash, size: 4, storedAt: new Date() } });
    const image = { hash, mediaType: 'image/png', size: 4, width: 1, height: 1, receivedAt: new Date() };
    const file = { id: newId(), purpose: 'LOGO', author: 'eva', createdAt: new Date(), ...image };
    await database.prisma.file.create({ data: file });
    await publish(app.runner, [{ kind: 'tile', slug: 's-logem', content: { organization, logo: file.id } }]);
    const logo = (argument: string) => `{ tile(slug: "s-logem"${argument}) { logo { url } } }`;
    expect(await told(logo(''))).toContain(`"/files/${hash}.png"`);
    const before = hits();
    await told(logo(''));
    expect(hits()).toBe(before + 1);
    const past = logo(`, asOf: "${new Date().toISOString()}"`);
    expect(await told(past)).toContain('until=');
    expect((await statementsOf(() => told(past))).hits).toBe(0);
  });

  it('are of one language and media type each', async () => {
    const czech = await ask(FRONT_PAGE);
    const media = await ask(FRONT_PAGE, { accept: 'application/graphql-response+json' });
    const english = '{ tile(slug: "prvni") { servedLocale isFallback } }';
    expect(await told(english, { 'accept-language': 'en' })).toContain('"isFallback":true');
    expect(await told(english, { 'accept-language': 'cs' })).toContain('"isFallback":false');
    expect(media.headers.get('content-type')).toContain('application/graphql-response+json');
    expect(media.headers.get('etag')).not.toBe(czech.headers.get('etag'));
  });

  it('are not told to who posts the address of one', async () => {
    const address = `/graphql?query=${encodeURIComponent('{ posted: __typename }')}`;
    expect((await fetch(`${server.url}${address}`)).status).toBe(200);
    const headers = { 'content-type': 'application/json', accept: '*/*' };
    const posted = await fetch(url(), { method: 'POST', headers, body: address });
    expect(posted.status).toBe(400);
    expect(await posted.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('are not told to who asks for them in a way that is refused', async () => {
    const before = await told(FRONT_PAGE);
    expect(await told(FRONT_PAGE)).toBe(before);
    for (const type of ['application/jsonp', 'application/json; charset=utf-16', 'text/plain']) {
      expect((await ask(FRONT_PAGE, { 'content-type': type })).status).toBe(415);
    }
  });

  it('have an id of their request each, and the headers of front ends that may read them', async () => {
    const ids = [await ask(ONE), await ask(ONE)].map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(2);
    const { headers } = await ask(ONE, { origin: 'https://portal.example' });
    expect(headers.get('access-control-allow-origin')).toBe('https://portal.example');
    expect((await ask(ONE, { origin: 'https://other.example' })).headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('tell caches what they are made from, and are not sent again to who has them', async () => {
    const address = `${url()}?query=${encodeURIComponent(ONE)}`;
    const headers = { accept: 'application/json' };
    const first = await fetch(address, { headers });
    expect(first.headers.get('cache-control')).toMatch(/^public, max-age=1/);
    expect(first.headers.get('surrogate-key')).toBe(`entry/${tiles[0]} organization/${organization}`);
    expect(first.headers.get('vary')).toMatch(/Cookie/);
    const etag = first.headers.get('etag') as string;
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    const again = await fetch(address, { headers: { ...headers, 'if-none-match': etag } });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    await rename(app.runner, tiles[0] as string, 'Jiný název');
    const changed = await fetch(address, { headers: { ...headers, 'if-none-match': etag } });
    expect([changed.status, await changed.text()]).toEqual([200, expect.stringContaining('Jiný název')]);
  });

  it('tell their writer of a change at once, and stay where nothing of theirs has changed', async () => {
    for (const question of QUESTIONS) await told(question);
    await rename(app.runner, tiles[0] as string, 'Nový název');
    expect(await told(ONE)).toContain('Nový název');
    const before = hits();
    await told(PAGES);
    expect(hits()).toBe(before + 1);
    await writeOrganization(app.runner, 'urad', { name: cs('Úřad po přejmenování') });
    expect(await told(ONE)).toContain('Úřad po přejmenování');
  });

  it('are not for people with rights, mutations, errors, the past and previews', async () => {
    const { headers } = await signIn(app.runner, { roles: ['EDITOR'] });
    const past = new Date(Date.now() - 1_000).toISOString();
    const questions = [
      () => told(ONE, headers),
      () => told('{ tile(slug: "prvni") { nothing } }'),
      () => told('{ tiles(first: 0) { totalCount } }'),
      () => told(`{ tile(slug: "prvni", asOf: "${past}") { title } }`),
      () => told('mutation { nothing }'),
      () => told('{ viewer { roles } }', headers),
    ];
    for (const question of questions) {
      const answer = await question();
      const before = hits();
      expect(await question()).toBe(answer);
      expect(hits()).toBe(before);
    }
    expect((await ask(ONE, headers)).headers.get('cache-control')).toBe('private, no-store');
    expect((await ask(ONE, headers)).headers.get('etag')).toBeNull();
  });

  it('are asked for by the hash of their document, which is known', async () => {
    const ids = [
      `extensions=${encodeURIComponent(JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hashOf(ONE) } }))}`,
      `documentId=sha256:${hashOf(ONE)}`,
    ];
    for (const id of ids) {
      const response = await fetch(`${url()}?${id}`, { headers: { accept: 'application/json' } });
      expect([response.status, await response.text()]).toEqual([200, await truth(ONE)]);
      expect(response.headers.get('cache-control')).toMatch(/^public/);
    }
    const unknown = await fetch(`${url()}?documentId=${hashOf(PAGES)}`, { headers: { accept: 'application/json' } });
    expect([unknown.status, await unknown.json()]).toMatchObject([
      404,
      { errors: [{ extensions: { code: 'PERSISTED_DOCUMENT_NOT_FOUND' } }] },
    ]);
    expect(unknown.headers.get('etag')).toBeNull();
  });

  it('are of known documents alone where the configuration says so', async () => {
    const silent = pino({ level: 'silent' });
    const strict = await createApp(database, silent, { persisted: { documents: KNOWN, only: true } });
    const asked = async (body: object) => {
      const headers = { 'content-type': 'application/json', accept: 'application/json' };
      return (await strict.graphql.fetch(url(), { method: 'POST', headers, body: JSON.stringify(body) })).text();
    };
    expect(await asked({ query: ONE })).toBe(await truth(ONE));
    expect(await asked({ documentId: hashOf(ONE) })).toBe(await truth(ONE));
    for (const query of [PAGES, '{ __schema { types { name } } }', `${ONE} `]) {
      expect(await asked({ query })).toContain('PERSISTED_DOCUMENT_NOT_FOUND');
    }
    await strict.limiter.stop();
  });

  it('count as requests of whoever asks', async () => {
    await told(ONE);
    const strict = await createApp(database, pino({ level: 'silent' }), { rates: { ...RATES, ADDRESS: 3 } });
    const strictServer = await listen(strict.graphql, '127.0.0.1', 0);
    strict.changePoller.start();
    await vi.waitFor(() => expect(strict.changePoller.heardAt).toBeGreaterThan(0), { timeout: 10_000 });
    const statuses = [];
    for (let count = 0; count < 5; count += 1) {
      const headers = { 'content-type': 'application/json', accept: 'application/json' };
      const request = { method: 'POST', headers, body: JSON.stringify({ query: ONE }) };
      statuses.push((await fetch(`${strictServer.url}/graphql`, request)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect(strict.answers?.figures.hits).toBeGreaterThanOrEqual(2);
    await strict.changePoller.stop();
    await strict.limiter.stop();
    await strictServer.close();
  });

  it('are made once for all who ask at the same time', async () => {
    const question = '{ together: tiles(first: 2) { nodes { title } } }';
    database.statements.length = 0;
    const answers = await Promise.all(Array.from({ length: 20 }, () => told(question)));
    expect(new Set(answers).size).toBe(1);
    expect(database.statements.filter((sql) => sql.includes('"LiveEntry"'))).toHaveLength(1);
  });

  it.runIf(kind === 'PostgreSQL')(
    'are not tried again for each who waited when the database cannot answer',
    async () => {
      const hurried = await createApp(database, pino({ level: 'silent' }), {
        limits: { ...LIMITS, milliseconds: 500 },
        site: { publicOrigin: null, allowedOrigins: new Set(['https://portal.example']) },
      });
      const hurriedServer = await listen(hurried.graphql, '127.0.0.1', 0);
      const askHurried = (origin: string) =>
        fetch(`${hurriedServer.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json', origin },
          body: JSON.stringify({ query: '{ waiting: tiles(first: 2) { nodes { title } } }' }),
        });
      const origins = Array.from({ length: 20 }, (_, at) =>
        at % 2 ? 'https://portal.example' : 'https://other.example',
      );
      database.statements.length = 0;
      await database.sql.exec('BEGIN; LOCK TABLE "LiveEntry" IN ACCESS EXCLUSIVE MODE');
      const answers = await Promise.all(origins.map(askHurried));
      await database.sql.exec('ROLLBACK');
      for (const [at, answer] of answers.entries()) {
        expect([answer.status, await answer.json()]).toMatchObject([
          503,
          { errors: [{ extensions: { code: 'TIMEOUT' } }] },
        ]);
        const allowed = answer.headers.get('access-control-allow-origin');
        expect(allowed).toBe(at % 2 ? 'https://portal.example' : null);
      }
      expect(new Set(answers.map(({ headers }) => headers.get('x-request-id'))).size).toBe(answers.length);
      await expect.poll(async () => (await askHurried('https://portal.example')).status).toBe(200);
      // One for everybody who waited, and one that was answered.
      expect(database.statements.filter((sql) => sql.includes('"LiveEntry"'))).toHaveLength(2);
      await hurried.limiter.stop();
      await hurriedServer.close();
    },
  );

  it('are as fresh as their bound under writes and reads in any order', async () => {
    const foreign: CommandRunner = { ...app.runner, changes: new Changes() };
    let count = 0;
    const writes: ((runner: CommandRunner) => Promise<unknown>)[] = [
      (runner) => rename(runner, tiles[0] as string, `Název ${count}`),
      (runner) => rename(runner, tiles[1] as string, `Druhý ${count}`),
      (runner) => writeOrganization(runner, 'urad', { name: cs(`Úřad ${count}`) }),
      (runner) => writeCategory(runner, 'doprava', { name: cs(`Doprava ${count}`) }),
      (runner) => publish(runner, [{ kind: 'tile', slug: `nova-${count}`, content: { organization } }]),
      async (runner) => {
        const [id = ''] = await publish(runner, [{ kind: 'tile', slug: `kratka-${count}`, content: { organization } }]);
        for (const question of QUESTIONS) await told(question);
        await withdraw(runner, [id]);
      },
    ];
    const step = fc.record({
      write: fc.nat(writes.length - 1),
      isForeign: fc.boolean(),
      reads: fc.array(fc.nat(QUESTIONS.length - 1), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
        for (const { write, isForeign, reads } of steps) {
          count += 1;
          for (const read of reads) await told(QUESTIONS[read] as string);
          // A read that is under way while something is written must not bring the old answer back.
          const underWay = reads.map((read) => told(QUESTIONS[read] as string));
          await writes[write]?.(isForeign ? foreign : app.runner);
          const written = performance.now();
          await Promise.all(underWay);
          // The truth too is made with names that this instance holds until it has heard.
          if (isForeign) await expect.poll(() => app.changePoller.heardAt > written, { timeout: BOUND }).toBe(true);
          for (const question of QUESTIONS) {
            expect(await told(question)).toBe(await truth(question));
          }
        }
      }),
      { numRuns: 6 },
    );
  });

  it('are not answered while nobody tells what others change', async () => {
    await told(ONE);
    await app.changePoller.stop();
    await wait(1_600);
    const before = hits();
    await told(ONE);
    expect(hits()).toBe(before);
    app.changePoller.start();
    await expect.poll(async () => (await told(ONE)) && hits() > before, { timeout: 5_000 }).toBe(true);
  });
});
