/** Requests over HTTP: what the API tests of them share. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { expect } from 'vitest';
import { encodeGlobalId } from '../../src/kernel/ids.ts';
import type { RequestOutcomeFragment, WholeRequestFragment } from '../generated/graphql.ts';
import { digestOfRows } from './rows.ts';
import type { Service } from './service.ts';
import type { BrowserSession, SignInOptions } from './signIn.ts';

export type Request = WholeRequestFragment;
type Outcome = RequestOutcomeFragment;
/** An answer to a mutation of requests, under whichever name. */
type Answered = Readonly<Record<string, unknown>>;

/** Somebody who has signed in and sends mutations of requests. */
export interface Participant extends BrowserSession {
  /** What the mutation answers, errors as data included. */
  try<Variables>(document: TypedDocumentNode<unknown, Variables>, input: object): Promise<Outcome>;
  /** The request, after a mutation that must succeed. */
  do<Variables>(document: TypedDocumentNode<unknown, Variables>, input: object): Promise<Request>;
  /** Codes and paths of errors of a mutation that must fail as data, and change nothing. */
  refused<Variables>(document: TypedDocumentNode<unknown, Variables>, input: object): Promise<Outcome['errors']>;
  /** The code of an error that ends the request; nothing is changed by it. */
  stopped<Variables>(document: TypedDocumentNode<unknown, Variables>, input: object): Promise<unknown>;
}

/** Signs somebody in. */
export async function participant(service: Service, who: SignInOptions): Promise<Participant> {
  const session = await service.signIn(who);
  const send = async (document: unknown, input: object) => {
    const options = { headers: { ...session.headers, 'accept-language': 'en' } };
    return service.query(document as TypedDocumentNode<Answered, { input: object }>, { input }, options);
  };
  const outcomeOf = async (document: unknown, input: object) => {
    const { data, errors } = await send(document, input);
    expect(errors).toEqual([]);
    return Object.values(data as Answered)[0] as Outcome;
  };
  const unchanged = async <Answer>(work: () => Promise<Answer>) => {
    const before = await digestOfRows(service.database.sql);
    const answer = await work();
    expect(await digestOfRows(service.database.sql)).toBe(before);
    return answer;
  };
  return {
    ...session,
    try: outcomeOf,
    do: async (document, input) => {
      const { request, errors } = await outcomeOf(document, input);
      expect(errors).toEqual([]);
      return request as Request;
    },
    refused: (document, input) =>
      unchanged(async () => {
        const { request, errors } = await outcomeOf(document, input);
        expect(request).toBe(null);
        return errors;
      }),
    stopped: (document, input) =>
      unchanged(async () => {
        const { errors } = await send(document, input);
        return errors[0]?.extensions?.['code'];
      }),
  };
}

/** The request as the caller last saw it. */
export const seen = ({ id, revision }: Pick<Request, 'id' | 'revision'>) => ({ id, expectedRevision: revision });

/** Global id of the organization with the IČO. */
export async function organizationId({ database }: Pick<Service, 'database'>, ico: string): Promise<string> {
  const { id } = await database.prisma.organization.findUniqueOrThrow({ where: { ico } });
  return encodeGlobalId('Organization', id);
}
