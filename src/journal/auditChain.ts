/**
 * The chain over the audit log: every record is sealed with a hash of itself and of the hash before, so that nothing in
 * it can be altered, left out or put in without all hashes from there on being made anew.
 */
import type { AuditRecord } from '../generated/prisma/client.ts';
import { digestOf } from '../kernel/digest.ts';

/** What stands for the hash before the first record. */
export const GENESIS = '0'.repeat(64);

/** A place in the chain with its hash; it stands for everything up to there. */
export interface ChainHead {
  /** From 1, without gaps; 0 is the empty chain. */
  readonly position: bigint;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
}

export const EMPTY_CHAIN: ChainHead = { position: 0n, hash: GENESIS };

/** A sealed record as it is found in the log. */
export interface ChainLink extends ChainHead {
  readonly recordId: bigint;
  /** Null when the record is gone. */
  readonly record: AuditRecord | null;
}

/**
 * The hash of a record that follows `previous`: SHA-256 of JSON with sorted keys and without spaces. The columns are
 * named here, so that one that is added to the table does not change the hashes of old records: it is to be left out
 * where it is null.
 */
export function hashOf(previous: string, record: AuditRecord): string {
  const { at, actor, action, objectType, objectId, versionId, revision, requestId, fields, details, digest } = record;
  const object = { objectType, objectId, versionId, revision };
  // A bigint as a string, because readers in other languages take JSON's numbers for floating point.
  const facts = { id: String(record.id), at, actor, action, ...object, requestId, fields, details, digest };
  return digestOf({ previous, record: facts });
}

/** What can be wrong with a chain, in words. */
export const BREAKS = {
  GAP: 'seals before it are missing, or positions were changed',
  MISSING_RECORD: 'its record is missing',
  ALTERED_RECORD:
    'the chain goes on from its hash, but its record is not what was sealed, or seals before it were taken out',
  WRONG_HASH: 'its hash does not follow from its record and the hash before: one of them was altered or put in',
  OTHER_HEAD: 'its hash is not the one expected there: the chain was made anew',
  CUT: 'the chain ends before the head that was expected in it',
} as const;

/** Where the chain breaks first, and how. */
export interface ChainBreak {
  readonly kind: keyof typeof BREAKS;
  /** Position at which it shows; of a gap the first one missing. */
  readonly position: bigint;
  /** The record sealed there, where one is. */
  readonly recordId: bigint | null;
}

/** What a verification found. */
export interface ChainReport {
  /** The last place up to which the chain is whole. */
  readonly head: ChainHead;
  readonly break: ChainBreak | null;
}

/**
 * Proves a chain from its beginning; reads no further than just past the first break.
 * @param links in the order of their positions
 * @param expected a head seen before: without one, records cut off at the end or a chain made anew are not found
 * @param onLink told of every link that is proved
 */
export async function verifyChain(
  links: AsyncIterable<ChainLink> | Iterable<ChainLink>,
  expected: ChainHead = EMPTY_CHAIN,
  onLink: (head: ChainHead) => void = () => undefined,
): Promise<ChainReport> {
  let head = EMPTY_CHAIN;
  let suspect: ChainLink | null = null;
  for await (const link of links) {
    if (suspect) return { head, break: breakAt(goesOn(suspect, link) ? 'ALTERED_RECORD' : 'WRONG_HASH', suspect) };
    const { position, recordId, record, hash } = link;
    const next = head.position + 1n;
    if (position !== next) return { head, break: { kind: 'GAP', position: next, recordId: null } };
    if (!record || record.id !== recordId) return { head, break: breakAt('MISSING_RECORD', link) };
    if (hash !== hashOf(head.hash, record)) {
      suspect = link;
      continue;
    }
    if (position === expected.position && hash !== expected.hash) return { head, break: breakAt('OTHER_HEAD', link) };
    head = { position, hash };
    onLink(head);
  }
  if (suspect) return { head, break: breakAt('WRONG_HASH', suspect) };
  if (head.position >= expected.position) return { head, break: null };
  return { head, break: { kind: 'CUT', position: head.position + 1n, recordId: null } };
}

/** Whether the next hash was made from this one: then this one is the original, and its record is not. */
function goesOn(link: ChainLink, next: ChainLink): boolean {
  return next.position === link.position + 1n && next.record !== null && hashOf(link.hash, next.record) === next.hash;
}

function breakAt(kind: ChainBreak['kind'], { position, recordId }: ChainLink): ChainBreak {
  return { kind, position, recordId };
}
