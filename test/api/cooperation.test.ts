/** May we cooperate, and what to do first: as a municipality asks, without signing in. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AssessDocument, type OrganizationKind, PlanDocument } from '../generated/graphql.ts';
import { publish, withdraw, writeOrganization } from '../testkit/content.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { type Service, startService } from '../testkit/service.ts';

const MUNICIPALITY = 'MUNICIPALITY' as OrganizationKind;
const PORTAL = { code: 'OWN_PORTAL_ON_NIA', detail: 'https://portal.mesto.example' };

describe.each(ONE_DATABASE)('cooperation on %s', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database);
  });
  afterAll(() => service.stop());

  const assess = async (input: object, more: { locale?: string; asOf?: string } = {}) => {
    const variables = { locale: 'cs', ...more, input: { applicantKind: MUNICIPALITY, ...input } };
    const { assessCooperation } = await service.read(AssessDocument, variables);
    if (!assessCooperation) throw new Error('there is no assessment');
    return assessCooperation;
  };
  const refusal = async (input: object, more: object = {}) => {
    const { status, data, errors } = await service.query(AssessDocument, {
      ...more,
      input: { applicantKind: MUNICIPALITY, ...input },
    });
    return { status, data, code: errors[0]?.extensions?.['code'], issues: errors[0]?.extensions?.['issues'] };
  };

  it('tells a town with a portal on NIA what a tile still asks for, from whom, and whom to write to', async () => {
    const { types } = await assess({ types: ['TILE'], facts: [PORTAL] });
    expect(types).toHaveLength(1);
    const [tile] = types;
    expect(tile).toMatchObject({
      outcome: 'ELIGIBLE_AFTER',
      contact: { email: 'portalobcana@dia.gov.cz', emailSubject: 'Žádost o vytvoření služby' },
    });
    expect(tile?.unmet).toMatchObject([
      {
        code: 'NO_FURTHER_REGISTRATION',
        requirement: null,
        isProseOnly: true,
        answer: null,
        question: expect.stringMatching(/registrace\?$/),
        howToMeet: { html: expect.stringContaining('<p>') },
        verifiedBy: expect.stringContaining('DIA'),
        sources: [{ origin: 'PROSE', place: expect.stringContaining('podmínka c') }, { origin: 'GUIDANCE' }],
      },
    ]);
    expect(tile?.steps.slice(0, 2)).toMatchObject([
      { kind: 'MEET', item: { code: 'NO_FURTHER_REGISTRATION' } },
      { kind: 'PROCESS' },
    ]);
    expect(tile?.disagreements.map(({ code }) => code)).toContain('REGISTRATION_IN_NEWER_GUIDANCE');
  });

  it('unites what a combination asks for, and gives the applicant its own words back', async () => {
    const wish = { combinations: [{ types: ['TILE', 'FORM_CATALOGUE'] }] };
    const { types, combinations } = await assess({ ...wish, facts: [{ ...PORTAL, holds: false }] });
    expect(types.map(({ cooperationType }) => cooperationType.code)).toEqual(['TILE', 'FORM_CATALOGUE']);
    const [together] = combinations;
    expect(together?.outcome).toBe('ELIGIBLE_AFTER');
    expect(together?.unmet.map(({ code }) => code)).toEqual([
      'OWN_PORTAL_ON_NIA',
      'OWN_PORTAL',
      'NO_FURTHER_REGISTRATION',
      'OWN_PUBLISHED_FORM',
    ]);
    expect(together?.unmet[0]).toMatchObject({ answer: false, detail: PORTAL.detail });
    expect(together?.unmet[0]?.sources.filter(({ origin }) => origin === 'MATRIX')).toHaveLength(2);
    expect(together?.contacts).toEqual([{ emailSubject: 'Žádost o vytvoření služby' }, { emailSubject: null }]);
  });

  it('reads in English too', async () => {
    const [czech, english] = [await assess({}), await assess({}, { locale: 'en' })];
    const texts = ({ types }: typeof czech) =>
      types.flatMap(({ explanation, unmet, steps, disagreements }) => [
        explanation,
        ...unmet.flatMap(({ title, question, verifiedBy, notes }) => [title, question, verifiedBy, ...notes]),
        ...steps.map(({ title }) => title),
        ...disagreements.flatMap(({ text, reading }) => [text, reading]),
      ]);
    expect(texts(english)).toHaveLength(texts(czech).length);
    for (const [place, text] of texts(english).entries()) expect(text).not.toBe(texts(czech)[place]);
  });

  it('plans: connecting to NIA opens two types at once', async () => {
    const facts = [{ code: 'OWN_PUBLISHED_FORM' }, { code: 'NO_FURTHER_REGISTRATION' }];
    const { planCooperation } = await service.read(PlanDocument, { input: { applicantKind: MUNICIPALITY, facts } });
    expect(planCooperation?.open).toEqual([{ cooperationType: { code: 'FORM_DEPLOYMENT' } }]);
    expect(planCooperation?.options[0]).toMatchObject({
      rank: 1,
      size: 1,
      opens: [{ cooperationType: { code: 'TILE' } }, { cooperationType: { code: 'FORM_CATALOGUE' } }],
      sets: [{ items: [{ code: 'OWN_PORTAL_ON_NIA' }] }],
    });
  });

  it('takes two statements, whatever is asked of the answer', async () => {
    const input = { applicantKind: MUNICIPALITY, combinations: [{ types: ['TILE', 'OTHER'] }] };
    service.statements.length = 0;
    await service.read(AssessDocument, { input });
    expect(service.statements).toHaveLength(2);
    await service.read(PlanDocument, { input: { applicantKind: MUNICIPALITY } });
    expect(service.statements).toHaveLength(4);
  });

  it('names what is wrong by its path', async () => {
    const facts = [{ code: 'OWN_PORTAL', holds: false }, PORTAL, { code: 'NO_SUCH' }];
    expect(await refusal({ facts })).toMatchObject({
      data: { assessCooperation: null },
      code: 'INVALID_INPUT',
      issues: [
        { path: ['facts', 2, 'code'], message: expect.stringContaining('OWN_PUBLISHED_FORM') },
        { path: ['facts', 0, 'holds'] },
        { path: ['facts', 1, 'holds'] },
      ],
    });
    expect(await refusal({ types: ['PIPE'] })).toMatchObject({ issues: [{ path: ['types', 0] }] });
    expect(await refusal({ applicantKind: 'PERSON' })).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
    expect(await refusal({ facts: [{ code: 'OWN_PORTAL', detail: 'a\nb' }] })).toMatchObject({
      issues: [{ path: ['facts', 0, 'detail'], message: 'must be on one line' }],
    });
    expect(await refusal({}, { asOf: '2099-01-01T00:00:00Z' })).toMatchObject({ issues: [{ path: ['asOf'] }] });
  });

  it('follows what is published, and still knows what was published before', async () => {
    const { runner } = service;
    const organization = await writeOrganization(runner, 'mesto');
    const before = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const content = { organization, code: 'FIFTH', position: 5, applicantKinds: ['REGION'] };
    const [type = ''] = await publish(runner, [{ kind: 'cooperationType', slug: 'paty', content }]);
    expect((await assess({ types: ['FIFTH'] })).types).toMatchObject([
      { outcome: 'NOT_OFFERED', steps: [{ kind: 'ASK' }] },
    ]);
    expect((await assess({}, { asOf: before })).types).toHaveLength(4);
    expect(await refusal({ types: ['FIFTH'] }, { asOf: before })).toMatchObject({ issues: [{ path: ['types', 0] }] });
    await withdraw(runner, [type]);
    expect((await assess({})).types).toHaveLength(4);
  });
});
