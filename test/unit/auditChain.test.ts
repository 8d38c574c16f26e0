/** The chain over the audit log: whatever is done to it afterwards shows, at the place where it was done. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/generated/prisma/client.ts';
import { type ChainHead, type ChainLink, EMPTY_CHAIN, hashOf, verifyChain } from '../../src/journal/auditChain.ts';

const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

/** Everything that the columns of a record can hold, but for its id. */
const COLUMNS = {
  at: fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
  actor: fc.string(),
  action: fc.string(),
  objectType: fc.string(),
  objectId: fc.uuid(),
  versionId: nullable(fc.uuid()),
  revision: nullable(fc.nat()),
  requestId: nullable(fc.string()),
  fields: fc.array(fc.string(), { maxLength: 3 }),
  // As JSON holds it: without -0.
  details: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }).map((value) => JSON.parse(JSON.stringify(value))),
  digest: fc.string(),
};
type Columns = { [Column in keyof typeof COLUMNS]: AuditRecord[Column] };
const columns = fc.record(COLUMNS) as fc.Arbitrary<Columns>;
const column = fc.constantFrom(...(Object.keys(COLUMNS) as (keyof Columns)[]));

/** The chain of records in this order. */
function chainOf(records: readonly AuditRecord[]): ChainLink[] {
  let head: ChainHead = EMPTY_CHAIN;
  return records.map((record) => {
    head = { position: head.position + 1n, hash: hashOf(head.hash, record) };
    return { ...head, record, recordId: record.id };
  });
}

/** Records with growing ids, not without gaps. */
const log = (minLength: number) =>
  fc
    .array(columns, { minLength, maxLength: 8 })
    .map((all) => all.map((one, index) => ({ id: BigInt(index * 3 + 1), ...one })));

/** A log and one of its indexes. */
const logAndPlace = log(1).chain((records) => fc.tuple(fc.constant(records), fc.nat(records.length - 1)));

const same = (a: unknown, b: unknown) => hashOf('', a as AuditRecord) === hashOf('', b as AuditRecord);
const renumbered = (links: readonly ChainLink[]) =>
  links.map((link, index) => ({ ...link, position: BigInt(index + 1) }));
const headOf = (links: readonly ChainLink[]): ChainHead => {
  const { position, hash } = links.at(-1) ?? EMPTY_CHAIN;
  return { position, hash };
};
const at = (index: number) => BigInt(index + 1);

describe('The chain over the audit log', () => {
  it('is whole as it was made, and tells its head', () =>
    fc.assert(
      fc.asyncProperty(log(0), async (records) => {
        const chain = chainOf(records);
        expect(await verifyChain(chain, headOf(chain))).toEqual({ head: headOf(chain), break: null });
      }),
    ));

  it('does not depend on the order in which JSON comes, as databases keep none', () => {
    const record = { id: 1n, details: { a: 1, b: { c: 2, d: 3 } } } as unknown as AuditRecord;
    const turned = { details: { b: { d: 3, c: 2 }, a: 1 }, id: 1n } as unknown as AuditRecord;
    expect(hashOf('x', record)).toBe(hashOf('x', turned));
  });

  it('has hashes that anybody can compute: SHA-256 of JSON with sorted keys', () => {
    const record: AuditRecord = {
      id: 7n,
      at: new Date('2026-11-23T09:30:00.120Z'),
      actor: 'dev:alice',
      action: 'version.approve',
      objectType: 'entry',
      objectId: '019ab000-0000-7000-8000-000000000001',
      versionId: null,
      revision: 3,
      requestId: 'žluť',
      fields: ['title.cs'],
      details: { to: 'APPROVED', from: 'IN_REVIEW' },
      digest: 'd',
    };
    // By Python: sha256(json.dumps({'previous': '0' * 64, 'record': …}, sort_keys=True, separators=(',', ':'), ensure_ascii=False))
    expect(hashOf(EMPTY_CHAIN.hash, record)).toBe('27b3b7a23c86eefc65601d0f1b8c40ea4d9c67e10c0c8ddecf29dbdb42dbeae6');
  });

  it('shows which record was altered', () =>
    fc.assert(
      fc.asyncProperty(logAndPlace, column, columns, async ([records, place], name, other) => {
        const altered = { ...records[place], [name]: other[name] } as AuditRecord;
        fc.pre(!same(altered, records[place]));
        const chain = chainOf(records).map((link, index) => (index === place ? { ...link, record: altered } : link));
        const kind = place < records.length - 1 ? 'ALTERED_RECORD' : 'WRONG_HASH';
        const found = await verifyChain(chain);
        expect(found.break).toEqual({ kind, position: at(place), recordId: altered.id });
        expect(found.head.position).toBe(BigInt(place));
      }),
    ));

  it('shows which hash was altered', () =>
    fc.assert(
      fc.asyncProperty(logAndPlace, fc.string(), async ([records, place], hash) => {
        const chain = chainOf(records).map((link, index) => (index === place ? { ...link, hash } : link));
        const recordId = chain[place]?.recordId;
        expect((await verifyChain(chain)).break).toEqual({ kind: 'WRONG_HASH', position: at(place), recordId });
      }),
    ));

  it('shows where a record is missing whose seal is there', () =>
    fc.assert(
      fc.asyncProperty(logAndPlace, async ([records, place]) => {
        const chain = chainOf(records).map((link, index) => (index === place ? { ...link, record: null } : link));
        const recordId = chain[place]?.recordId;
        expect((await verifyChain(chain)).break).toEqual({ kind: 'MISSING_RECORD', position: at(place), recordId });
      }),
    ));

  it('shows where one was taken out with its seal, renumbered or not; at the end, when its head is known', () =>
    fc.assert(
      fc.asyncProperty(logAndPlace, fc.boolean(), async ([records, place], hides) => {
        const whole = chainOf(records);
        const rest = whole.toSpliced(place, 1);
        const found = await verifyChain(hides ? renumbered(rest) : rest, headOf(whole));
        expect(found.break?.position).toBe(at(place));
        if (place === rest.length) expect(found.break?.kind).toBe('CUT');
        else if (!hides) expect(found.break?.kind).toBe('GAP');
      }),
    ));

  it('shows where one was put in', () =>
    fc.assert(
      fc.asyncProperty(log(1), fc.nat(8), columns, fc.string(), async (records, somewhere, forged, hash) => {
        const place = somewhere % records.length;
        const link = { position: at(place), recordId: 999n, record: { id: 999n, ...forged }, hash };
        const found = await verifyChain(renumbered(chainOf(records).toSpliced(place, 0, link)));
        expect(found.break).toMatchObject({ kind: 'WRONG_HASH', position: at(place), recordId: 999n });
      }),
    ));

  it('shows where two changed places, with their seals or without', () =>
    fc.assert(
      fc.asyncProperty(log(2), fc.nat(8), fc.nat(8), fc.boolean(), async (records, one, two, withSeals) => {
        const [first, second] = [one % records.length, two % records.length].sort((a, b) => a - b) as [number, number];
        fc.pre(first !== second);
        const chain = chainOf(records);
        const [left, right] = [chain[first], chain[second]] as [ChainLink, ChainLink];
        const placed = (link: ChainLink, place: ChainLink) => ({
          ...link,
          position: place.position,
          hash: (withSeals ? link : place).hash,
        });
        const swapped = chain.with(first, placed(right, left)).with(second, placed(left, right));
        const found = await verifyChain(swapped);
        expect(found.break).toMatchObject({ position: at(first), recordId: right.recordId });
      }),
    ));

  it('made anew after an alteration is not the one whose head is known', () =>
    fc.assert(
      fc.asyncProperty(logAndPlace, column, columns, async ([records, place], name, other) => {
        const altered = { ...records[place], [name]: other[name] } as AuditRecord;
        fc.pre(!same(altered, records[place]));
        const expected = headOf(chainOf(records));
        const anew = chainOf(records.with(place, altered as (typeof records)[number]));
        expect((await verifyChain(anew)).break).toBeNull();
        expect((await verifyChain(anew, expected)).break).toMatchObject({
          kind: 'OTHER_HEAD',
          position: expected.position,
        });
      }),
    ));
});
