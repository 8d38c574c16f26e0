/** Every mutation as every role: what the table of permissions says is what the service does. */
import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gatesOfSchema } from '../../src/graphql/permissionsPage.ts';
import { schema } from '../../src/graphql/schema.ts';
import { encodeGlobalId, newId } from '../../src/kernel/ids.ts';
import { may } from '../../src/kernel/permissions.ts';
import { ROLES, type Role, type Viewer } from '../../src/kernel/viewer.ts';
import type { Headers } from '../testkit/asking.ts';
import { writeOrganization } from '../testkit/content.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { type Service, startService } from '../testkit/service.ts';

/** The action that each mutation takes, by docs/permissions.md. */
const ACTIONS = new Map(
  gatesOfSchema().flatMap(({ type, field, action }) => (type === 'Mutation' && action ? [[field, action]] : [])),
);

/** Types of the objects that arguments named like this hold the ids of. */
const ID_TYPES: Record<string, string> = {
  entryId: 'EditorialEntry',
  releaseId: 'Release',
  redirectTo: 'EditorialEntry',
  organization: 'Organization',
  person: 'Person',
  organizationId: 'Organization',
  intoId: 'Organization',
  evidenceId: 'RequestEvidence',
  mailDeliveryId: 'MailDelivery',
};

/** A value of the input type that is well-formed and about nothing that exists. */
function someValue(type: GraphQLInputType, name: string, mutation: string): unknown {
  if (isNonNullType(type)) return someValue(type.ofType, name, mutation);
  if (isListType(type)) return [someValue(type.ofType, name, mutation)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isRequiredInputField(field) || field.name === 'cs',
    );
    return Object.fromEntries(fields.map((field) => [field.name, someValue(field.type, field.name, mutation)]));
  }
  return someScalar(String(type), name, mutation);
}

function someScalar(type: string, name: string, mutation: string): unknown {
  const target = /Release$/.test(mutation)
    ? 'Release'
    : /Link$/.test(mutation)
      ? 'PreviewLink'
      : /Session$/.test(mutation)
        ? 'Session'
        : /Request/.test(mutation)
          ? 'CooperationRequest'
          : 'EntryVersion';
  if (type === 'ID')
    return encodeGlobalId(
      ID_TYPES[name] ?? (/Withdrawal|withdrawEntry/.test(mutation) ? 'EditorialEntry' : target),
      newId(),
    );
  if (type === 'Int') return 1;
  if (type === 'Boolean') return true;
  if (type === 'URL') return 'https://nic.example/';
  if (type === 'Date') return '2026-11-23';
  if (type === 'DateTime') return '2099-01-01T00:00:00Z';
  return /At$/.test(name) ? '2099-01-01T00:00' : 'nic-takoveho';
}

type Mutation = (typeof mutations)[number];
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

describe('every mutation as every role', () => {
  let service: Service;
  beforeAll(async () => {
    // The clock stands: no use of a session is noted while rows are compared.
    const now = new Date();
    service = await startService('PGlite', { empty: true, clock: () => now });
    await writeOrganization(service.runner, 'urad');
  });
  afterAll(() => service.stop());

  /** Headers of somebody with the one role, who has just come. */
  const headersOf = async (role: Role): Promise<Headers> => {
    if (role === 'ANONYMOUS') return {};
    if (role === 'CITIZEN') return (await service.signIn({ subject: 'obcan' })).headers;
    if (role === 'INTEGRATOR') return { as: 'ivo INTEGRATOR' };
    return (await service.signIn({ subject: role, roles: [role] })).headers;
  };

  const codeFor = async (mutation: Mutation, viewer: Headers) => {
    const [argument] = mutation.args;
    const input = argument && someValue(argument.type, argument.name, mutation.name);
    const query = `mutation Try($input: ${argument?.type}) { ${mutation.name}(input: $input) { errors { code path message } } }`;
    const headers = { 'content-type': 'application/json', 'accept-language': 'en', ...viewer };
    const { errors } = await service.post(JSON.stringify({ query, variables: { input } }), headers);
    // Who acts for no organization may take the step, but not for the one of this test.
    if (errors[0]?.message === 'You do not act for this organization.') return undefined;
    return errors[0]?.extensions?.['code'];
  };

  test('each mutation has its action', () => {
    expect(mutations.filter(({ name }) => !ACTIONS.has(name)).map(({ name }) => name)).toEqual([]);
  });

  test.each(ROLES)('%s', async (role) => {
    const viewer: Viewer = { actor: 'somebody', roles: new Set([role]) };
    const isAllowed = ({ name }: Mutation) => may(viewer, ACTIONS.get(name) ?? expect.fail(`${name} has no action`));
    const denied = mutations.filter((mutation) => !isAllowed(mutation));
    const headers = await headersOf(role);
    // With the first request the kit makes whoever asks.
    await service.post('{"query":"{ __typename }"}', { 'content-type': 'application/json', ...headers });
    const before = await digestOfRows(service.database.sql);
    for (const mutation of denied) {
      const code = role === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
      expect([mutation.name, await codeFor(mutation, headers)]).toEqual([mutation.name, code]);
    }
    expect(await digestOfRows(service.database.sql), 'one that was denied changed something').toBe(before);
    for (const mutation of mutations.filter(isAllowed)) {
      // Anew each time: some of them end sessions.
      const code = await codeFor(mutation, await headersOf(role));
      expect([undefined, 'NOT_FOUND', 'STEP_UP_REQUIRED'], `${mutation.name} as ${role}`).toContain(code);
    }
  });
});
