import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueEmergencyCode } from '../../src/identity/commands/emergency/issueEmergencyCode.ts';
import { OneTimeSecret } from '../../src/identity/oneTimeSecret.ts';
import { Changes } from '../../src/journal/changes.ts';
import { runCommand } from '../../src/journal/command.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { OPERATOR } from '../../src/kernel/viewer.ts';
import { type HostileIssuer, startHostileIssuer } from '../testkit/hostileIssuer.ts';
import { Instance } from '../testkit/instance.ts';
import { Load, percentile } from './kit/load.ts';
import { placeForTests } from './kit/place.ts';
import { scaled } from './kit/scale.ts';

/** How many people try to sign in at a time. */
const PEOPLE = scaled(50, 10);
/** Milliseconds within which somebody is told that it is not possible now: less than the connection lasts. */
const TOLD_WITHIN = 8_000;

const at = placeForTests('PostgreSQL');
let issuer: HostileIssuer;
let folder: string;

beforeAll(async () => {
  issuer = await startHostileIssuer('BROKER');
  folder = await mkdtemp(join(tmpdir(), 'rozcestnik-issuer-'));
});
afterAll(async () => {
  await issuer.close();
  await rm(folder, { recursive: true });
});

test('an issuer that is gone or silent lets nobody in and holds nobody up who is in; with it back everybody gets in', async () => {
  const { place } = at();
  const key = join(folder, 'key.pem');
  await writeFile(key, issuer.decryptionKeys[0]?.export({ type: 'pkcs8', format: 'pem' }) ?? '');
  const instance = await Instance.start({
    ...place.environment,
    // Production does not talk to an issuer without TLS.
    NODE_ENV: 'development',
    RATE_LIMIT_SIGN_IN: '1000000',
    CITIZENS_PROFILE: 'BROKER',
    CITIZENS_ISSUER_URL: issuer.issuer.href,
    CITIZENS_CLIENT_ID: issuer.clientId,
    CITIZENS_KEY_FILES: key,
  });
  const load = await Load.on(place, () => instance.url, { writers: 2, readers: 2 });
  const start = () => fetch(`${instance.url}/auth/citizens/start`, { redirect: 'manual' });
  const everybody = async (knock: () => Promise<Response>) => {
    const begun = Date.now();
    const statuses = (await Promise.all(Array.from({ length: PEOPLE }, knock))).map(({ status }) => status);
    return { statuses: new Set(statuses), took: Date.now() - begun };
  };
  await sleep(1_000);
  const undisturbed = percentile(load.reads, 0.99);
  load.reads.length = 0;

  const told: number[] = [];
  for (const absence of ['gone', 'silent'] as const) {
    issuer.tell({ absence });
    const { statuses, took } = await everybody(start);
    expect(statuses, absence).toEqual(new Set([503]));
    expect(took, absence).toBeLessThan(TOLD_WITHIN);
    told.push(took);
  }
  const disturbed = percentile(load.reads, 0.99);

  // The way in that needs no issuer.
  const secret = new OneTimeSecret('emergency');
  await place.look(async ({ prisma: database }) => {
    const runner = { database, clock: systemClock, changes: new Changes() };
    await runCommand(runner, OPERATOR, issueEmergencyCode, { secret });
  });
  const headers = { 'x-rozcestnik-request': '1', 'content-type': 'text/plain' };
  const entry = await fetch(`${instance.url}/auth/emergency`, { method: 'POST', headers, body: secret.reveal() });
  expect(entry.status).toBe(204);

  issuer.tell();
  expect((await everybody(start)).statuses).toEqual(new Set([303]));
  // It goes away again between the two halves of a sign-in: nobody is in then, and may begin anew.
  const signIn = async () => {
    const begun = await start();
    const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
    const { searchParams } = new URL(begun.headers.get('location') ?? '');
    issuer.expect(searchParams.get('nonce') ?? '');
    const answer = new URLSearchParams({ code: 'a-code', state: searchParams.get('state') ?? '' });
    return () => fetch(`${instance.url}/auth/citizens/callback?${answer}`, { headers: { cookie }, redirect: 'manual' });
  };
  const goOn = await signIn();
  issuer.tell({ absence: 'gone' });
  const refused = await goOn();
  expect([refused.status, refused.headers.get('set-cookie')]).toEqual([503, expect.not.stringContaining('session=')]);
  issuer.tell();
  const done = await (await signIn())();
  expect([done.status, done.headers.getSetCookie().join()]).toEqual([303, expect.stringContaining('session=')]);

  await load.stop();
  expect(load.surprises).toEqual([]);
  expect(load.retried, 'requests of people who are in').toBe(0);
  expect(await instance.stop()).toBe(0);
  console.log(
    `${PEOPLE} people were told after ${told.join(' and ')} ms that the issuer is gone, or silent; ` +
      `reads meanwhile: p99 ${disturbed.toFixed(1)} ms, ${undisturbed.toFixed(1)} ms before`,
  );
});
