/** What editors ask of their work: what is mine, what waits for me, what is due, what has gone wrong. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { cancelWithdrawal } from '../../src/catalogue/commands/cancelWithdrawal.ts';
import { createEntries } from '../../src/catalogue/commands/createEntries.ts';
import { catalogueJobs } from '../../src/catalogue/commands/jobHandlers.ts';
import { requestChanges } from '../../src/catalogue/commands/requestChanges.ts';
import { restoreVersion } from '../../src/catalogue/commands/restoreVersion.ts';
import { reviseEntry } from '../../src/catalogue/commands/reviseEntry.ts';
import { scheduleVersion } from '../../src/catalogue/commands/scheduleVersion.ts';
import { unscheduleVersion } from '../../src/catalogue/commands/unscheduleVersion.ts';
import { withdrawEntry } from '../../src/catalogue/commands/withdrawEntry.ts';
import { Changes } from '../../src/journal/changes.ts';
import { Worker } from '../../src/journal/worker.ts';
import type { Viewer } from '../../src/kernel/viewer.ts';
import { officialAsking } from '../testkit/asking.ts';
import { completed, cs } from '../testkit/content.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { type EditorialDesk, openDesk, type Step, targetOf } from '../testkit/editorialDesk.ts';

/** People as the API and the commands know them alike. */
const EVA: Viewer = { actor: officialAsking('eva'), roles: new Set(['EDITOR']) };
const ADAM: Viewer = { actor: officialAsking('adam'), roles: new Set(['EDITOR', 'APPROVER']) };
const headersOf = (viewer: Viewer) => ({ as: viewer === EVA ? 'eva EDITOR' : 'adam EDITOR,APPROVER' });

const LIST = `query ($filter: EntryVersionFilter) {
  entryVersions(first: 50, filter: $filter) { totalCount nodes { number entry { slug } } } }`;
const BROKEN = '{ brokenReferences { entry { slug } role target { slug } isWithdrawn } }';
const EXPIRING = 'query ($before: DateTime!) { expiringEntries(before: $before) { slug withdrawAt } }';

describe.each(ONE_DATABASE)("editors' questions on %s", (kind) => {
  let desk: EditorialDesk;
  beforeAll(async () => {
    desk = await openDesk(kind);
  });
  afterAll(() => desk.close());

  const write = async (viewer: Viewer, slug: string, fields: object = {}, submit = false) => {
    const draft = completed({ kind: 'page', slug, content: { organization: desk.organization, ...fields } });
    return (await desk.as(viewer, createEntries, [{ ...draft, submit }]))[0] as Step;
  };
  const approve = async (step: Step, publish = false) =>
    (await desk.as(ADAM, approveVersions, { versions: [targetOf(step)], publish }))[0] as Step;
  const published = async (slug: string, fields: object = {}) => approve(await write(EVA, slug, fields, true), true);
  const revise = async ({ entryId, revision }: Step, patch: object, viewer = EVA) =>
    (await desk.as(viewer, reviseEntry, { entryId, expectedRevision: revision, patch, submit: false })) as Step;
  const withdraw = async ({ entryId, revision }: Step, withdrawAt: string | null = null) => {
    const reason = cs('Skončilo to.');
    const when = withdrawAt ? new Date(withdrawAt) : null;
    return (await desk.as(ADAM, withdrawEntry, {
      entryId,
      expectedRevision: revision,
      reason,
      withdrawAt: when,
    })) as Step;
  };
  const runWorkerAt = async (instant: string) => {
    desk.time.now = new Date(instant);
    const log = { error: () => undefined };
    const { prisma: database } = desk.database;
    const clock = () => desk.time.now;
    await new Worker({ database, clock, changes: new Changes(), handlers: catalogueJobs, log }).runDue();
  };

  const answerTo = async <Data>(query: string, viewer: Viewer, variables: object = {}) => {
    const { data, errors } = await desk.ask(query, { headers: headersOf(viewer), variables });
    expect(errors).toEqual([]);
    return data as Data;
  };
  const list = async (filter: object, viewer = EVA) => {
    const { entryVersions } = await answerTo<{
      entryVersions: { totalCount: number; nodes: { number: number; entry: { slug: string } }[] };
    }>(LIST, viewer, { filter });
    expect(entryVersions.totalCount).toBe(entryVersions.nodes.length);
    return entryVersions.nodes.map(({ number, entry }) => `${entry.slug} ${number}`).sort();
  };

  test('which drafts are mine, also those that I only helped with', async () => {
    const slugs = ['moje', 'spolecny', 'cizi', 'podany'];
    await write(EVA, 'moje');
    const shared = await write(ADAM, 'spolecny');
    await write(ADAM, 'cizi');
    await write(EVA, 'podany', {}, true);
    expect(await list({ slugs, states: ['DRAFT'], isMine: true })).toEqual(['moje 1']);
    await revise(shared, { title: cs('Spolu') });
    expect(await list({ slugs, states: ['DRAFT'], isMine: true })).toEqual(['moje 1', 'spolecny 1']);
    expect(await list({ slugs, states: ['DRAFT'], isMine: false })).toEqual(['cizi 1']);
    expect(await list({ slugs, states: ['DRAFT'], isMine: true }, ADAM)).toEqual(['cizi 1', 'spolecny 1']);
    expect(await list({ slugs, states: ['DRAFT', 'IN_REVIEW'] })).toHaveLength(4);
    expect(await list({ slugs, states: [] })).toEqual([]);
    expect(await list({ slugs, kinds: ['TILE'] })).toEqual([]);
    expect(await list({ slugs, kinds: ['TILE', 'PAGE'], isMine: false })).toEqual(['cizi 1']);
  });

  test('what waits for my review: what others wrote, until somebody has decided', async () => {
    const slugs = ['od-evy', 'od-adama', 'spolu', 'jen-koncept'];
    const byEva = await write(EVA, 'od-evy', {}, true);
    await write(ADAM, 'od-adama', {}, true);
    const together = await write(EVA, 'spolu');
    await revise(together, { title: cs('Spolu') }, ADAM);
    await write(EVA, 'jen-koncept');
    expect(await list({ slugs, awaitsMyReview: true }, ADAM)).toEqual(['od-evy 1']);
    expect(await list({ slugs, awaitsMyReview: true }, EVA)).toEqual(['od-adama 1']);
    expect(await list({ slugs, awaitsMyReview: false }, ADAM)).toEqual(['jen-koncept 1', 'od-adama 1', 'spolu 1']);
    await desk.as(ADAM, requestChanges, { ...targetOf(byEva), comments: [{ path: 'title.cs', text: 'Jinak.' }] });
    expect(await list({ slugs, awaitsMyReview: true }, ADAM)).toEqual([]);
    expect(await list({ slugs, states: ['CHANGES_REQUESTED'], isMine: true })).toEqual(['od-evy 1']);
  });

  test('what is scheduled, and when; neither what was taken back nor what has come', async () => {
    const slugs = ['rano', 'vecer'];
    const [morning, evening] = [
      await approve(await write(EVA, 'rano', {}, true)),
      await approve(await write(EVA, 'vecer', {}, true)),
    ];
    await desk.as(ADAM, scheduleVersion, { ...targetOf(morning), publishAt: new Date('2026-11-24T06:00:00Z') });
    const later = await desk.as(ADAM, scheduleVersion, {
      ...targetOf(evening),
      publishAt: new Date('2026-11-24T18:00:00Z'),
    });
    const between = (since: string | null, until: string | null) => list({ slugs, publishAt: { since, until } });
    expect(await list({ slugs, states: ['SCHEDULED'] })).toEqual(['rano 1', 'vecer 1']);
    expect(await between('2026-11-24T06:00:00Z', '2026-11-24T18:00:00Z')).toEqual(['rano 1']);
    expect(await between('2026-11-24T06:00:01Z', null)).toEqual(['vecer 1']);
    expect(await between(null, '2026-11-24T06:00:00Z')).toEqual([]);
    await desk.as(ADAM, unscheduleVersion, targetOf(later as Step));
    expect(await between(null, '2027-01-01T00:00:00Z')).toEqual(['rano 1']);
    await runWorkerAt('2026-11-24T06:00:00Z');
    expect(await between(null, '2027-01-01T00:00:00Z')).toEqual([]);
    expect(await list({ slugs, states: ['SCHEDULED'] })).toEqual([]);
    const changed = { since: '2026-11-24T06:00:00Z', until: '2026-11-24T06:00:01Z' };
    expect(await list({ slugs, changed })).toEqual(['rano 1']);
    expect(await list({ slugs, changed: { until: '2026-11-24T06:00:00Z' } })).toEqual(['vecer 1']);
  });

  test('which translations are behind their source, until they are translated anew or what they fit is restored', async () => {
    const slugs = ['preklad'];
    const first = await published('preklad', { title: { cs: 'Stará', en: 'Old' } });
    const stale = () => list({ slugs, hasStaleTexts: true });
    const staleTexts = async () => {
      const query = '{ editorialEntry(kind: PAGE, slug: "preklad") { versions { locales { locale missing stale } } } }';
      const { editorialEntry } = await answerTo<{
        editorialEntry: { versions: { locales: { locale: string; stale: string[] }[] }[] };
      }>(query, EVA);
      return editorialEntry.versions[0]?.locales.find(({ locale }) => locale === 'en');
    };
    expect(await stale()).toEqual([]);
    const second = await revise(first, { title: { cs: 'Nová' } });
    expect(await stale()).toEqual(['preklad 2']);
    expect(await staleTexts()).toEqual({ locale: 'en', missing: ['shortText'], stale: ['title'] });
    expect(await list({ slugs, hasStaleTexts: false })).toEqual(['preklad 1']);
    const third = await revise(second, { title: { en: 'New' } });
    expect(await stale()).toEqual([]);
    const fourth = await revise(third, { title: { cs: 'Nejnovější' } });
    expect(await stale()).toEqual(['preklad 2']);
    // Version 1 was translated in step: so is what is restored from it, though Czech alone tells it from "New".
    const restored = { versionId: first.versionId, expectedRevision: fourth.revision };
    const fifth = (await desk.as(EVA, restoreVersion, restored)) as Step;
    expect(await stale()).toEqual([]);
    const sixth = await revise(fifth, { title: { cs: 'Jiná' } });
    await desk.as(EVA, restoreVersion, { versionId: first.versionId, expectedRevision: sixth.revision });
    expect(await stale()).toEqual([]);
  });

  test('which references of published content lead nowhere, and whether their target was withdrawn', async () => {
    const broken = async () => (await answerTo<{ brokenReferences: object[] }>(BROKEN, EVA)).brokenReferences;
    const target = await write(EVA, 'cil', {}, true);
    const source = await published('zdroj', { related: [target.entryId] });
    await write(EVA, 'jen-chysta', { related: [target.entryId] });
    const reference = { entry: { slug: 'zdroj' }, role: 'related', target: { slug: 'cil' } };
    expect(await broken()).toEqual([{ ...reference, isWithdrawn: false }]);
    const live = await approve(target, true);
    expect(await broken()).toEqual([]);
    const gone = await withdraw(live);
    expect(await broken()).toEqual([{ ...reference, isWithdrawn: true }]);
    const mended = await revise(source, { related: [] });
    expect(await broken()).toHaveLength(1);
    await withdraw(mended);
    expect(await broken()).toEqual([]);
    expect(gone.entryId).toBe(target.entryId);
  });

  test('what is to be withdrawn soon: neither what was kept nor what has gone already', async () => {
    const expiring = async (before = '2027-06-01T00:00:00Z') =>
      (await answerTo<{ expiringEntries: { slug: string }[] }>(EXPIRING, EVA, { before })).expiringEntries;
    const slugs = async (before?: string) => (await expiring(before)).map(({ slug }) => slug);
    const kept = await withdraw(await published('ponechany'), '2027-01-03T00:00:00Z');
    const early = await withdraw(await published('drivejsi'), '2027-01-02T00:00:00Z');
    await withdraw(await published('posledni'), '2027-01-01T00:00:00Z');
    expect(await slugs()).toEqual(['posledni', 'drivejsi', 'ponechany']);
    expect((await expiring())[0]).toEqual({ slug: 'posledni', withdrawAt: '2027-01-01T00:00:00.000Z' });
    expect(await slugs('2027-01-02T00:00:00Z')).toEqual(['posledni']);
    await desk.as(ADAM, cancelWithdrawal, { entryId: kept.entryId, expectedRevision: kept.revision });
    expect(await slugs()).toEqual(['posledni', 'drivejsi']);

    // Withdrawn before its time and published again: what had been set for the first publication is over.
    const gone = await withdraw(early);
    expect(await slugs()).toEqual(['posledni']);
    const { versionId } = early;
    const again = (await desk.as(EVA, restoreVersion, { versionId, expectedRevision: gone.revision })) as Step;
    const submitted = await desk.as(EVA, reviseEntry, {
      entryId: again.entryId,
      expectedRevision: again.revision,
      patch: { title: cs('Znovu') },
      submit: true,
    });
    await approve(submitted as Step, true);
    await runWorkerAt('2027-02-01T00:00:00Z');
    expect(await slugs()).toEqual([]);
    const asked = '{ drivejsi: page(slug: "drivejsi") { title } posledni: page(slug: "posledni") { title } }';
    expect((await desk.ask(asked)).data).toEqual({ drivejsi: { title: 'Znovu' }, posledni: null });
  });

  test('asked by anybody else, or amiss, they answer an error and no data', async () => {
    const expiring = 'expiringEntries(before: "2027-06-01T00:00:00Z") { slug }';
    for (const asked of [BROKEN.slice(1, -1), expiring, 'entryVersions { totalCount }']) {
      expect((await desk.ask(`{ ${asked} }`)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
      const { data, errors } = await desk.ask(`{ ${asked} }`, { headers: { as: 'cyril CITIZEN' } });
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      expect(Object.values(data as object)).toEqual([null]);
    }
    for (const amiss of ['filter: { states: [LOST] }', 'filter: { changed: { since: "včera" } }', 'first: 100000']) {
      const { data, errors } = await desk.ask(`{ entryVersions(${amiss}) { totalCount } }`, {
        headers: headersOf(EVA),
      });
      expect(errors).toHaveLength(1);
      expect(errors[0]?.extensions['code']).toMatch(/INVALID_INPUT|GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT/);
      expect((data as { entryVersions?: unknown } | null)?.entryVersions ?? null).toBeNull();
    }
  });
});
