/** What front ends are told that a viewer can do is what the service then does; what sign-in an entry asks for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ABILITIES, type Abilities, abilitiesOf } from '../../src/catalogue/abilities.ts';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { discardVersion } from '../../src/catalogue/commands/discardVersion.ts';
import { publishVersion } from '../../src/catalogue/commands/publishVersion.ts';
import { reviseEntry } from '../../src/catalogue/commands/reviseEntry.ts';
import { scheduleVersion } from '../../src/catalogue/commands/scheduleVersion.ts';
import { submitVersion } from '../../src/catalogue/commands/submitVersion.ts';
import { withdrawEntry } from '../../src/catalogue/commands/withdrawEntry.ts';
import { type Command, runWithin } from '../../src/journal/command.ts';
import { DomainError } from '../../src/kernel/errors.ts';
import { encodeGlobalId } from '../../src/kernel/ids.ts';
import { assertMay } from '../../src/kernel/permissions.ts';
import { ROLES, type Role, type Viewer } from '../../src/kernel/viewer.ts';
import { cs, publish } from '../testkit/content.ts';
import { type EditorialDesk, openDesk, type Step, targetOf } from '../testkit/editorialDesk.ts';
import { signIn } from '../testkit/signIn.ts';

const ADAM: Viewer = { actor: 'adam', roles: new Set(['APPROVER']) };
const LATER = new Date('2026-11-25T10:00:00Z');
/** Refusals; everything else that goes wrong is a fault of this test. */
const REFUSALS = ['FORBIDDEN', 'UNAUTHENTICATED', 'ILLEGAL_TRANSITION'];

/** Ends a transaction whose work is not to be kept. */
const UNDONE = new Error('undone');

describe('viewerCan', () => {
  let desk: EditorialDesk;
  beforeAll(async () => {
    desk = await openDesk('PGlite');
  });
  afterAll(() => desk.close());

  const schedule = async (step: Step) => desk.as(ADAM, scheduleVersion, { ...targetOf(step), publishAt: LATER });
  const publishNow = async (step: Step) => (await desk.as(ADAM, publishVersion, targetOf(step))) as Step;
  /** An entry in each state that there is, made anew. */
  const states: Record<string, () => Promise<Step>> = {
    'a draft': () => desk.page({}, false),
    'a version in review': () => desk.page(),
    'an approved version': () => desk.approved(),
    'a scheduled version': async () => (await schedule(await desk.approved())) as Step,
    'a published version': async () => publishNow(await desk.approved()),
    'a published version and a draft': async () => {
      const live = await publishNow(await desk.approved());
      const input = { entryId: live.entryId, expectedRevision: live.revision, patch: { title: cs('Nově') } };
      return (await desk.as(ADAM, reviseEntry, input)) as Step;
    },
    'a discarded draft': async () => {
      const step = await desk.page({}, false);
      return (await desk.as(ADAM, discardVersion, targetOf(step))) as Step;
    },
    'a withdrawn version': async () => {
      const { entryId, revision } = await publishNow(await desk.approved());
      return (await desk.as(ADAM, withdrawEntry, { entryId, expectedRevision: revision, reason: cs('Pryč') })) as Step;
    },
  };

  /** Takes a step as its command does, all of it, and undoes it: the next one finds the entry as it was. */
  const attempt = async <Input>(viewer: Viewer, command: Command<Input, unknown>, input: Input): Promise<never> => {
    assertMay(viewer, command.action);
    const call = { viewer, now: desk.time.now, requestId: undefined, changed: () => undefined };
    return desk.database.prisma.$transaction(async (tx) => {
      await runWithin(tx, call, command, input);
      throw UNDONE;
    });
  };

  /** What each ability means, tried. */
  const tries: Record<keyof Abilities, (viewer: Viewer, step: Step) => Promise<unknown>> = {
    edit: (viewer, { entryId, revision }) =>
      attempt(viewer, reviseEntry, { entryId, expectedRevision: revision, patch: { title: cs('Jinak') } }),
    submit: (viewer, step) => attempt(viewer, submitVersion, targetOf(step)),
    approve: (viewer, step) => attempt(viewer, approveVersions, { versions: [targetOf(step)] }),
    publish: (viewer, step) => attempt(viewer, publishVersion, targetOf(step)),
    withdraw: (viewer, { entryId, revision }) =>
      attempt(viewer, withdrawEntry, { entryId, expectedRevision: revision, reason: cs('Pryč') }),
  };
  const works = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      throw new Error('nothing was undone');
    } catch (error) {
      if (error === UNDONE) return true;
      if (error instanceof DomainError && REFUSALS.includes(error.code)) return false;
      throw error;
    }
  };
  const standingOf = async ({ entryId }: Step) => {
    const versions = await desk.database.prisma.version.findMany({ where: { entryId } });
    const open = versions.find(({ state }) => ['DRAFT', 'IN_REVIEW', 'APPROVED', 'SCHEDULED'].includes(state));
    return { open: (open ?? null) as never, isLive: versions.some(({ state }) => state === 'PUBLISHED') };
  };

  const viewers: [string, Viewer][] = [
    ...ROLES.map((role): [string, Viewer] => [role, { actor: `jiny-${role}`, roles: new Set<Role>([role]) }]),
    ['ADMIN who wrote it', { actor: 'eva', roles: new Set(['ADMIN']) }],
  ];

  it.each(Object.entries(states))('tells the truth of an entry with %s, to everybody', async (_name, make) => {
    const step = await make();
    const standing = await standingOf(step);
    for (const [who, viewer] of viewers) {
      for (const ability of ABILITIES) {
        const told = abilitiesOf(viewer, standing)[ability];
        const done = await works(() => tries[ability](viewer, step));
        expect([who, ability, told]).toEqual([who, ability, done]);
      }
    }
    expect(await standingOf(step)).toEqual(standing);
  });

  const QUERY = `query ($id: ID!, $live: ID!) {
    entry: node(id: $id) { ... on EditorialEntry { viewerCan { edit submit approve publish withdraw } } }
    live: node(id: $live) { ... on CatalogueEntry { viewerCan { edit submit approve publish withdraw } } } }`;
  const told = async (entryId: string, headers: Readonly<Record<string, string>>) => {
    const variables = { id: encodeGlobalId('EditorialEntry', entryId), live: encodeGlobalId('Page', entryId) };
    return (await desk.ask(QUERY, { variables, headers })).data;
  };

  it('is asked of live and of editorial entries', async () => {
    const { entryId } = await (states['a published version and a draft'] as () => Promise<Step>)();
    const no = { edit: false, submit: false, approve: false, publish: false, withdraw: false };
    const approver = await signIn(desk.app.runner, { subject: 'ales', roles: ['APPROVER'] });
    const can = { ...no, edit: true, submit: true, withdraw: true };
    expect(await told(entryId, approver.headers)).toEqual({ entry: { viewerCan: can }, live: { viewerCan: can } });
    expect(await told(entryId, {})).toEqual({ entry: null, live: { viewerCan: no } });
  });

  it('costs a list one statement for editors, and none for readers', async () => {
    const count = async (headers: Readonly<Record<string, string>>) => {
      desk.database.statements.length = 0;
      await desk.ask('{ pages { nodes { slug viewerCan { edit } } } }', { headers });
      return desk.database.statements.filter((sql) => sql.includes('"Version"')).length;
    };
    expect(await count({})).toBe(0);
    const editor = await signIn(desk.app.runner, { subject: 'ema', roles: ['EDITOR'] });
    expect(await count(editor.headers)).toBe(1);
  });

  describe('signIn', () => {
    const ask = async (headers: Readonly<Record<string, string>>) => {
      const query = '{ tiles { nodes { slug signIn { requiredLevel satisfied stepUpUrl } } } }';
      const { data } = await desk.ask(query, { headers });
      const { nodes } = (data as { tiles: { nodes: { slug: string; signIn: unknown }[] } }).tiles;
      return Object.fromEntries(nodes.map(({ slug, signIn: required }) => [slug, required]));
    };
    beforeAll(async () => {
      const { organization } = desk;
      await publish(desk.app.runner, [
        { kind: 'tile', slug: 'volna', content: { organization, requiredLevel: null } },
        { kind: 'tile', slug: 'znacna', content: { organization, requiredLevel: 'SUBSTANTIAL' } },
      ]);
    });

    it('says which level an entry asks for, whether it is reached, and where to get it', async () => {
      const offer = {
        requiredLevel: 'SUBSTANTIAL',
        satisfied: false,
        stepUpUrl: '/auth/citizens/start?level=SUBSTANTIAL',
      };
      const reached = { requiredLevel: 'SUBSTANTIAL', satisfied: true, stepUpUrl: null };
      expect(await ask({})).toEqual({ volna: null, znacna: offer });
      const low = await signIn(desk.app.runner, { subject: 'lenka', level: 'LOW' });
      expect(await ask(low.headers)).toEqual({ volna: null, znacna: offer });
      const high = await signIn(desk.app.runner, { subject: 'lenka', level: 'HIGH' });
      expect(await ask(high.headers)).toEqual({ volna: null, znacna: reached });
    });
  });

  it('what is for people who have signed in is not found in the past either, though it was open then', async () => {
    const slug = 'kdysi-otevrena';
    const { organization } = desk;
    const [entryId = ''] = await publish(desk.app.runner, [{ kind: 'page', slug, content: { organization } }]);
    const query = `query ($at: DateTime!) { page(slug: "${slug}", asOf: $at) { slug } pages(asOf: $at, filter: { slugs: ["${slug}"] }) { totalCount } }`;
    const variables = { at: desk.time.now.toISOString() };
    const open = { page: { slug }, pages: { totalCount: 1 } };
    expect((await desk.ask(query, { variables })).data).toEqual(open);
    desk.time.now = new Date(desk.time.now.getTime() + 60_000);
    const revised = await desk.revise(entryId, { audience: 'SIGNED_IN' });
    await publishNow(await desk.approve(revised));
    expect((await desk.ask(query, { variables })).data).toEqual({ page: null, pages: { totalCount: 0 } });
    const { headers } = await signIn(desk.app.runner, { subject: 'karel' });
    expect((await desk.ask(query, { variables, headers })).data).toEqual(open);
  });
});
