/** The requirements matrix, as the brochure has it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MatrixDocument } from '../generated/graphql.ts';
import { publish, withdraw, writeOrganization } from '../testkit/content.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { type Service, startService } from '../testkit/service.ts';

const TYPES = ['TILE', 'FORM_CATALOGUE', 'FORM_DEPLOYMENT', 'OTHER'];
const REQUIRED: Record<string, boolean[]> = {
  OWN_PORTAL_ON_NIA: [true, true, false, false],
  CMS_OR_EGSB: [false, false, false, true],
  OWN_PUBLISHED_FORM: [false, true, false, false],
};

describe.each(ONE_DATABASE)('the requirements matrix on %s', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database);
  });
  afterAll(() => service.stop());

  const readMatrix = async (locale: string) => {
    const { requirementsMatrix } = await service.read(MatrixDocument, { locale });
    if (!requirementsMatrix) throw new Error('there is no matrix');
    return requirementsMatrix;
  };

  it('has four types, three requirements, and the cells of the brochure, a blank being not required', async () => {
    const { cooperationTypes, requirements, rows } = await readMatrix('cs');
    expect(cooperationTypes.map(({ code }) => code)).toEqual(TYPES);
    expect(requirements.map(({ code }) => code)).toEqual(Object.keys(REQUIRED));
    const table = rows.map(({ requirement, cells }) => [requirement.code, cells.map(({ isRequired }) => isRequired)]);
    expect(Object.fromEntries(table)).toEqual(REQUIRED);
    for (const { requirement, cells } of rows) {
      expect(cells.map((cell) => cell.cooperationType.code)).toEqual(TYPES);
      expect(cells.map((cell) => cell.requirement.code)).toEqual(TYPES.map(() => requirement.code));
    }
  });

  it('gives the document and the place of every cell, all different, and explains some', async () => {
    const { cells, rows } = await readMatrix('cs');
    expect(cells).toEqual(rows.flatMap((row) => row.cells));
    expect(cells).toHaveLength(12);
    for (const { sources } of cells) {
      expect(sources.length).toBeGreaterThan(0);
      expect(sources[0]).toMatchObject({ origin: 'MATRIX', document: expect.stringMatching(/\S/) });
    }
    expect(new Set(cells.map(({ sources }) => sources[0]?.place)).size).toBe(12);
    const other = cells.find((cell) => cell.requirement.code === 'CMS_OR_EGSB' && cell.isRequired);
    expect(other?.note).toContain('jiné centrálně sdílené služby');
  });

  it('reads in English too', async () => {
    const [czech, english] = [await readMatrix('cs'), await readMatrix('en')];
    const texts = ({ cooperationTypes, requirements, cells }: typeof czech) => [
      ...[...cooperationTypes, ...requirements].map(({ title }) => title),
      ...cells.flatMap(({ sources, note }) => [note, ...sources.map(({ place }) => place)]).filter((text) => text),
    ];
    expect(texts(english)).toHaveLength(texts(czech).length);
    for (const [place, text] of texts(english).entries()) expect(text).not.toBe(texts(czech)[place]);
  });

  it('takes up what is published and lets go of what is withdrawn', async () => {
    const { runner } = service;
    const organization = await writeOrganization(runner, 'mesto');
    const [requirement = ''] = await publish(runner, [
      { kind: 'requirement', slug: 'novy', content: { organization, code: 'NEW', position: 9 } },
    ]);
    expect((await readMatrix('cs')).requirements.map(({ code }) => code)).not.toContain('NEW');
    const [type = ''] = await publish(runner, [
      {
        kind: 'cooperationType',
        slug: 'novy',
        content: {
          organization,
          code: 'FIFTH',
          position: 5,
          requirements: [{ requirement, isRequired: true, sources: [] }],
        },
      },
    ]);
    const { cooperationTypes, rows } = await readMatrix('cs');
    expect(cooperationTypes.map(({ code }) => code)).toEqual([...TYPES, 'FIFTH']);
    const required = (code: string) =>
      rows.find((row) => row.requirement.code === code)?.cells.map(({ isRequired }) => isRequired);
    expect(required('NEW')).toEqual([false, false, false, false, true]);
    expect(required('CMS_OR_EGSB')).toEqual([false, false, false, true, false]);
    await withdraw(runner, [type, requirement]);
    expect((await readMatrix('cs')).cooperationTypes.map(({ code }) => code)).toEqual(TYPES);
  });
});
