import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { reviseEntry } from '../../src/catalogue/commands/reviseEntry.ts';
import { withdrawEntry } from '../../src/catalogue/commands/withdrawEntry.ts';
import { runCommand } from '../../src/journal/command.ts';
import { OPERATOR, OPERATOR_APPROVER } from '../../src/kernel/viewer.ts';
import { at, cs, publish, writeOrganization } from '../testkit/content.ts';
import { DATABASES } from '../testkit/databases.ts';
import { PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

describe.each(DATABASES)('what was published once, on %s', (kind) => {
  let service: Service;
  const ask = async (query: string, viewer?: string) => {
    const headers = { 'content-type': PLAIN_JSON, ...(viewer && { as: viewer }) };
    return service.post(JSON.stringify({ query }), headers);
  };

  beforeAll(async () => {
    service = await startService(kind, { empty: true, clock: () => new Date('2026-11-23T12:00:00Z') });
    const { runner } = service;
    const organization = await writeOrganization(runner, 'urad', { name: { cs: 'Úřad' } });
    const [neighbour = ''] = await publish(at(runner, '2026-01-01T00:00:00Z'), [
      { kind: 'page', slug: 'soused', content: { organization } },
    ]);
    const content = { organization, title: cs('První'), related: [neighbour] };
    const [entryId = ''] = await publish(at(runner, '2026-02-01T00:00:00Z'), [
      { kind: 'page', slug: 'stranka', content },
    ]);
    const march = at(runner, '2026-03-01T00:00:00Z');
    const patch = { title: { cs: 'Druhý' }, related: [] };
    const { versionId, revision } = await runCommand(march, OPERATOR, reviseEntry, {
      entryId,
      expectedRevision: 2,
      patch,
      submit: true,
    });
    const versions = [{ versionId, expectedRevision: revision }];
    await runCommand(march, OPERATOR_APPROVER, approveVersions, { versions, publish: true });
    await runCommand(at(runner, '2026-04-01T00:00:00Z'), OPERATOR, withdrawEntry, {
      entryId,
      expectedRevision: revision + 1,
      reason: { cs: 'Spojeno se sousedem.', en: 'Merged with its neighbour.' },
      redirectToId: neighbour,
    });
  });
  afterAll(() => service.stop());

  it.each([
    ['2026-01-15T00:00:00Z', null, 1],
    ['2026-02-01T00:00:00Z', { title: 'První', related: [{ slug: 'soused' }], organization: { name: 'Úřad' } }, 2],
    ['2026-03-01T00:00:00Z', { title: 'Druhý', related: [], organization: { name: 'Úřad' } }, 2],
    ['2026-04-01T00:00:00Z', null, 1],
  ])('as of %s', async (asOf, page, totalCount) => {
    const { data, errors } = await ask(
      `{ page(slug: "stranka", asOf: "${asOf}") { title related { slug } organization { name } }
         pages(asOf: "${asOf}") { totalCount nodes { slug } }
         now: pages { totalCount } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ page, pages: { totalCount }, now: { totalCount: 1 } });
  });

  it('is refused for an instant to come', async () => {
    const { errors } = await ask('{ pages(asOf: "2026-11-23T12:00:01Z") { totalCount } }');
    expect(errors[0]?.extensions?.['code']).toBe('INVALID_INPUT');
  });

  it('leaves a tombstone that says why and leads on, in the language of the reader', async () => {
    const { data } = await ask(
      '{ tombstone(kind: PAGE, slug: "stranka", locale: "en") { title reason redirectTo { slug } withdrawnAt } }',
    );
    expect(data).toEqual({
      tombstone: {
        title: 'Druhý',
        reason: 'Merged with its neighbour.',
        redirectTo: { slug: 'soused' },
        withdrawnAt: '2026-04-01T00:00:00.000Z',
      },
    });
  });

  it('shows editors its versions with what changed between them, and others nothing of that', async () => {
    const query =
      '{ editorialEntry(kind: PAGE, slug: "stranka") { versions { number state changesSince(number: 1) { path kind } } } }';
    const { data } = await ask(query, 'eva EDITOR');
    expect(data).toEqual({
      editorialEntry: {
        versions: [
          {
            number: 2,
            state: 'WITHDRAWN',
            changesSince: [
              { path: 'title', kind: 'CHANGED' },
              { path: 'related', kind: 'CHANGED' },
            ],
          },
          { number: 1, state: 'SUPERSEDED', changesSince: [] },
        ],
      },
    });
    expect((await ask(query)).errors[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    expect((await ask(query, 'jana CITIZEN')).errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });
});
