/** Editors at work on a test database, through the commands and through the API. */
import { pino } from 'pino';
import { expect } from 'vitest';
import { type App, type AppOptions, createApp } from '../../src/app.ts';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { createEntries } from '../../src/catalogue/commands/createEntries.ts';
import { addToRelease } from '../../src/catalogue/commands/releases/addToRelease.ts';
import { createRelease } from '../../src/catalogue/commands/releases/createRelease.ts';
import type { ReleaseResult, ReleaseTarget } from '../../src/catalogue/commands/releases/releaseSteps.ts';
import { requestChanges } from '../../src/catalogue/commands/requestChanges.ts';
import { reviseEntry } from '../../src/catalogue/commands/reviseEntry.ts';
import type { StepResult, VersionTarget } from '../../src/catalogue/commands/steps.ts';
import { type Command, runCommand } from '../../src/journal/command.ts';
import type { Viewer } from '../../src/kernel/viewer.ts';
import { askers } from './asking.ts';
import { completed, cs, type Draft, writeOrganization } from './content.ts';
import { createTestDatabase, type DatabaseKind } from './databases.ts';
import { digestOfRows } from './rows.ts';

export const EVA: Viewer = { actor: 'eva', roles: new Set(['EDITOR']) };
export const ADAM: Viewer = { actor: 'adam', roles: new Set(['APPROVER']) };
/** Headers of their requests; see `asking.ts`. */
export const AS_EVA = { as: 'eva EDITOR' };
export const AS_ADAM = { as: 'adam APPROVER' };

/** What a step answers that is about a version. */
export type Step = StepResult & { readonly versionId: string };

/** An answer over HTTP. */
export interface DeskAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
  readonly errors: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
}

/** What goes with a query. */
export interface Question {
  readonly variables?: object;
  /** With `as` among them for who asks; see `asking.ts`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Token of a preview link. */
  readonly token?: string;
  /** Another instance of the service. */
  readonly app?: App;
}

export type EditorialDesk = Awaited<ReturnType<typeof openDesk>>;

/** A desk over a database of its own with one organization, at a time that is set by hand; to be closed in `afterAll`. */
export async function openDesk(kind: DatabaseKind) {
  const database = await createTestDatabase(kind);
  const time = { now: new Date('2026-11-23T10:00:00Z') };
  const log: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line) => void log.push(line) });
  const newApp = (options: AppOptions = {}) => createApp(database, logger, { clock: () => time.now, ...options });
  const app = await newApp();
  const organization = await writeOrganization(app.runner, 'urad');
  let count = 0;

  const as = <Input, Result>(viewer: Viewer, command: Command<Input, Result>, input: Input, idempotencyKey?: string) =>
    runCommand(app.runner, viewer, command, input, { idempotencyKey });

  const create = async (drafts: readonly Draft[], submit = true) =>
    (await as(
      EVA,
      createEntries,
      drafts.map((draft) => ({ ...completed(draft), submit })),
    )) as Step[];
  const page = async (fields: object = {}, submit = true) => {
    const draft = { kind: 'page', slug: `stranka-${count++}`, content: { organization, ...fields } } as const;
    return (await create([draft], submit))[0] as Step;
  };
  const approve = async (version: Step) =>
    (await as(ADAM, approveVersions, { versions: [targetOf(version)] }))[0] as Step;
  const approved = async () => approve(await page());
  const revise = async (entryId: string, patch: object) => {
    const { revision } = await database.prisma.entry.findUniqueOrThrow({ where: { id: entryId } });
    return (await as(EVA, reviseEntry, { entryId, expectedRevision: revision, patch, submit: true })) as Step;
  };
  /** The new version of what a reviewer sent back. */
  const continued = async (version: Step) => {
    await as(ADAM, requestChanges, { ...targetOf(version), comments: [{ path: '', text: 'Jinak.' }] });
    return revise(version.entryId, { title: cs('Jinak') });
  };

  const add = (release: ReleaseResult, ...versions: Step[]) =>
    as(EVA, addToRelease, { ...releaseTarget(release), versionIds: versions.map(({ versionId }) => versionId) });
  const beginRelease = () => as(EVA, createRelease, { name: `Vydání ${count++}` });
  const releaseWith = async (...versions: Step[]) => add(await beginRelease(), ...versions);
  const findRelease = ({ releaseId }: ReleaseResult) =>
    database.prisma.release.findUniqueOrThrow({ where: { id: releaseId }, include: { versions: true } });
  const statesOf = async (versions: readonly Step[]) => {
    const found = await database.prisma.version.findMany({
      where: { id: { in: versions.map((one) => one.versionId) } },
    });
    const states = new Map(found.map(({ id, state }) => [id, state]));
    return versions.map(({ versionId }) => states.get(versionId));
  };
  const countLive = (versions: readonly Step[]) =>
    database.prisma.liveEntry.count({ where: { versionId: { in: versions.map(({ versionId }) => versionId) } } });

  /** Runs what must fail with the code, and proves that it changed nothing. */
  const refused = async (code: string, work: () => Promise<unknown>, facts: object = {}) => {
    const before = await digestOfRows(database.sql);
    await expect(work()).rejects.toMatchObject({ code, ...facts });
    expect(await digestOfRows(database.sql)).toBe(before);
  };

  const realHeaders = askers(app.runner);
  const ask = async (query: string, question: Question = {}): Promise<DeskAnswer> => {
    const { headers = {}, token, variables, app: asked = app } = question;
    const parameter = token === undefined ? '' : `?preview=${encodeURIComponent(token)}`;
    const response = await asked.graphql.fetch(`http://localhost/graphql${parameter}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...(await realHeaders(headers)),
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data = null, errors = [] } = (await response.json()) as Partial<DeskAnswer>;
    return { status: response.status, headers: response.headers, data, errors };
  };

  return {
    ...{ database, app, newApp, time, log, organization, as, ask, refused },
    ...{ create, page, approve, approved, revise, continued, statesOf, countLive },
    ...{ add, beginRelease, releaseWith, findRelease },
    close: () => database.drop(),
  };
}

/** The version as the step left it. */
export function targetOf({ versionId, revision }: Step): VersionTarget {
  return { versionId, expectedRevision: revision };
}

/** The release as the command left it. */
export function releaseTarget({ releaseId, revision }: ReleaseResult): ReleaseTarget {
  return { releaseId, expectedRevision: revision };
}
