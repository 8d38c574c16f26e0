/** One effect and one answer for the same key and input. */
import type { Prisma } from '../generated/prisma/client.ts';
import { digestOf } from '../kernel/digest.ts';
import { DomainError } from '../kernel/errors.ts';
import type { Transaction } from '../platform/database.ts';
import { say } from './messages.ts';

/** How long a key is kept, in milliseconds: 48 hours. */
export const KEY_LIFETIME = 48 * 3_600_000;

/** Characters of a key at the most. */
const LONGEST_KEY = 200;

/** @throws DomainError INVALID_INPUT when the key is longer than one may be */
export function assertKey(key: string): void {
  if (key.length <= LONGEST_KEY) return;
  const message = say('The idempotency key must have at most {max} characters.', { max: LONGEST_KEY });
  throw new DomainError('INVALID_INPUT', message, [{ path: ['idempotencyKey'], message }]);
}

/** A key that a caller chose for one thing to be done. */
export interface KeyedCall {
  readonly actor: string;
  readonly key: string;
  /** The command and its input. */
  readonly call: unknown;
  readonly now: Date;
}

/**
 * Takes the key, or finds what it was answered with. A second caller with the same key waits here for the first one's
 * transaction.
 * @returns the earlier answer, or undefined when the key is new
 * @throws DomainError IDEMPOTENCY_KEY_REUSED when the key was used with another input
 */
export async function takeKey(
  tx: Transaction,
  { actor, key, call, now }: KeyedCall,
): Promise<{ result: unknown } | undefined> {
  const digest = digestOf(call);
  const oldest = new Date(now.getTime() - KEY_LIFETIME);
  await tx.idempotencyKey.deleteMany({ where: { actor, key, createdAt: { lt: oldest } } });
  const { count } = await tx.idempotencyKey.createMany({
    data: [{ actor, key, digest, result: {}, createdAt: now }],
    skipDuplicates: true,
  });
  if (count === 1) return undefined;
  const taken = await tx.idempotencyKey.findUniqueOrThrow({ where: { actor_key: { actor, key } } });
  if (taken.digest === digest) return { result: taken.result };
  throw new DomainError(
    'IDEMPOTENCY_KEY_REUSED',
    say('The idempotency key was used with another input; choose a new key.'),
  );
}

/** Keeps the answer to a key that was taken. */
export async function keepAnswer(tx: Transaction, { actor, key }: KeyedCall, result: unknown): Promise<void> {
  await tx.idempotencyKey.update({
    where: { actor_key: { actor, key } },
    data: { result: (result ?? {}) as Prisma.InputJsonValue },
  });
}
