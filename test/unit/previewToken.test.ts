import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { previewToken, readPreviewToken } from '../../src/catalogue/previewToken.ts';
import { readConfig } from '../../src/config.ts';
import { durationAfter } from '../../src/kernel/duration.ts';
import { newId } from '../../src/kernel/ids.ts';
import { Turns } from '../../src/kernel/turns.ts';

const key = createSecretKey(randomBytes(32));
const link = { id: newId(), expiresAt: new Date('2026-12-01T08:00:00.123Z') };
const token = previewToken(key, link);

describe('the token of a preview link', () => {
  test('says which link it is of and until when, and is always the same', () => {
    expect(readPreviewToken(key, token)).toEqual(link);
    expect(previewToken(key, link)).toBe(token);
    expect(token).toMatch(/^[\w-]{75}$/);
  });

  test('is worth nothing with another key', () => {
    expect(readPreviewToken(createSecretKey(randomBytes(32)), token)).toBeNull();
  });

  test('is worth nothing with any bit changed', () => {
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const forged = Buffer.from(bytes);
      forged.writeUInt8(forged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(readPreviewToken(key, forged.toString('base64url'))).toBeNull();
    }
  });

  test.each([
    ['nothing', ''],
    ['another text', 'preview'],
    ['it cut short', token.slice(0, -1)],
    ['it with more at the end', `${token}A`],
    ['it with padding', `${token}=`],
    ['it with a line break', `${token}\n`],
    ['it in the other alphabet', Buffer.from(token, 'base64url').toString('base64')],
  ])('is not %s', (_what, other) => {
    expect(readPreviewToken(key, other)).toBeNull();
  });
});

describe('the key of preview links', () => {
  test('is long enough, or refused without repeating it', () => {
    const PREVIEW_KEY = 'x'.repeat(32);
    expect(readConfig({ PREVIEW_KEY }).PREVIEW_KEY).toBe(PREVIEW_KEY);
    const short = () => readConfig({ PREVIEW_KEY: 'kratkytajnyklic' });
    expect(short).toThrow('PREVIEW_KEY must have at least 32 characters');
    expect(short).not.toThrow('kratkytajnyklic');
  });
});

describe('a duration', () => {
  const from = new Date('2026-10-24T10:00:00Z');

  test.each([
    ['PT8H', '2026-10-24T18:00:00Z'],
    ['P1D', '2026-10-25T11:00:00Z'],
    ['P1W', '2026-10-31T11:00:00Z'],
    ['P1DT30M', '2026-10-25T11:30:00Z'],
  ])('%s is counted in days of Europe/Prague', (text, instant) => {
    expect(durationAfter(from, text, ['expiresIn'])).toEqual(new Date(instant));
  });

  test.each(['', '7', '7 days', '-P1D', 'PT0S', 'P1D1H', 'P999999999Y'])('%j is refused', (text) => {
    expect(() => durationAfter(from, text, ['expiresIn'])).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', issues: [expect.objectContaining({ path: ['expiresIn'] })] }),
    );
  });
});

test('turns are taken by so many at once, in order, whether work succeeds or fails', async () => {
  const turns = new Turns(2);
  let atWork = 0;
  const begun: number[] = [];
  const work = (place: number) =>
    turns.take(async () => {
      begun.push(place);
      atWork += 1;
      expect(atWork).toBeLessThanOrEqual(2);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atWork -= 1;
      if (place % 3 === 0) throw new Error(`${place}`);
      return place;
    });
  const outcomes = await Promise.allSettled(Array.from({ length: 7 }, (_, place) => work(place)));
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([false, true, true, false, true, true, false]);
  expect(await work(7)).toBe(7);
});
