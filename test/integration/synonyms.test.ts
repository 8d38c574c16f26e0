/** Synonyms are content: the same workflow, and only editors meet them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSeed } from '../../seed/files.ts';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { encodeGlobalId } from '../../src/kernel/ids.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { ADAM, AS_ADAM, AS_EVA, type EditorialDesk, openDesk, targetOf } from '../testkit/editorialDesk.ts';

const CREATE = `mutation Create($input: CreateSynonymInput!) {
  createSynonym(input: $input) { entry { id revision } version { id } errors { code path message } } }`;

const LIST = `{ synonyms { totalCount nodes { slug nature direction terms expansions pinned { slug } } }
  entries(filter: { kinds: [SYNONYM] }) { totalCount } synonym(slug: "obcanka") { title } }`;

interface Created {
  createSynonym: {
    entry: { id: string; revision: number } | null;
    version: { id: string } | null;
    errors: { code: string; path: string[]; message: string }[];
  };
}

describe.each(ONE_DATABASE)('synonyms on %s', (kind) => {
  let desk: EditorialDesk;
  const create = async (content: object, slug = 'obcanka') => {
    const organization = encodeGlobalId('Organization', desk.organization);
    const texts = { title: { cs: 'občanka' }, shortText: { cs: 'Lidově občanský průkaz.' }, organization };
    const input = { slug, submit: true, content: { ...texts, nature: 'EVERYDAY_WORD', ...content } };
    const { data, errors } = await desk.ask(CREATE, { variables: { input }, headers: AS_EVA });
    expect(errors).toEqual([]);
    return (data as Created).createSynonym;
  };

  beforeAll(async () => {
    desk = await openDesk(kind);
  });
  afterAll(() => desk.close());

  it('are refused, and nothing is written, when they lead nowhere', async () => {
    const nowhere = await create({
      terms: { cs: ['občanka'], en: ['ID card'] },
      expansions: { cs: ['občanský průkaz'] },
    });
    expect(nowhere).toMatchObject({
      entry: null,
      errors: [
        {
          code: 'INVALID_INPUT',
          path: ['content', 'expansions', 'en'],
          message: expect.stringContaining('in en mean'),
        },
      ],
    });
    expect(await create({ terms: { cs: [] }, expansions: { cs: ['občanský průkaz'] } })).toMatchObject({
      errors: [{ path: ['content', 'terms'], message: 'must have at least one term' }],
    });
    expect(
      await create({ terms: { cs: ['občanka'] }, expansions: { cs: ['průkaz'] }, pinned: ['ridici'] }),
    ).toMatchObject({
      errors: [{ code: 'INVALID_ID', path: ['content', 'pinned', '0'] }],
    });
    expect(await desk.database.prisma.entry.count({ where: { kind: 'synonym' } })).toBe(0);
  });

  it('are written by one person, published by another, and seen by editors alone', async () => {
    const answer = await desk.page();
    await desk.as(ADAM, approveVersions, { versions: [targetOf(answer)], publish: true });
    const { entry, version, errors } = await create({
      terms: { cs: ['občanka'] },
      expansions: { cs: ['občanský průkaz'] },
      pinned: [encodeGlobalId('Page', answer.entryId)],
    });
    expect(errors).toEqual([]);
    const approve = `mutation { approveVersion(input: { id: "${version?.id}", expectedRevision: ${entry?.revision}, publish: true })
      { errors { message } } }`;
    expect((await desk.ask(approve, { headers: AS_ADAM })).data).toEqual({ approveVersion: { errors: [] } });

    expect((await desk.ask(LIST, { headers: AS_EVA })).data).toEqual({
      synonyms: {
        totalCount: 1,
        nodes: [
          {
            slug: 'obcanka',
            nature: 'EVERYDAY_WORD',
            direction: 'ONE_WAY',
            terms: ['občanka'],
            expansions: ['občanský průkaz'],
            pinned: [{ slug: 'stranka-0' }],
          },
        ],
      },
      entries: { totalCount: 1 },
      synonym: { title: 'občanka' },
    });
    const nothing = { synonyms: { totalCount: 0, nodes: [] }, entries: { totalCount: 0 }, synonym: null };
    expect((await desk.ask(LIST)).data).toEqual(nothing);
    expect((await desk.ask(LIST, { headers: { as: 'iva INTEGRATOR' } })).data).toEqual(nothing);
  });
});

describe("the seed's synonyms", () => {
  it('are many, each term is told once in a direction, and none leads to itself', () => {
    const rows = readSeed('synonym') as unknown as {
      slug: string;
      terms: Record<string, string[]>;
      expansions: Record<string, string[]>;
    }[];
    const pairs = rows.flatMap(({ terms, expansions }) =>
      Object.keys(terms).flatMap((locale) =>
        (terms[locale] ?? []).flatMap((from) => (expansions[locale] ?? []).map((to) => `${locale}: ${from} → ${to}`)),
      ),
    );
    expect(rows.length).toBeGreaterThanOrEqual(150);
    expect(pairs.length).toBeGreaterThanOrEqual(150);
    expect(pairs.filter((pair) => /: (.+) → \1$/.test(pair))).toEqual([]);
    expect(pairs.filter((pair, place) => pairs.indexOf(pair) !== place)).toEqual([]);
  });
});
