/** Every message that the sources can say has a right Czech text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import type { Catalogue, Rule } from '../../src/kernel/message.ts';
import { projectRoot } from '../../src/platform/projectRoot.ts';

const SOURCES = join(projectRoot(), 'src');
const files = readdirSync(SOURCES, { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile() && file.name.endsWith('.ts'))
  .map((file) => relative(SOURCES, join(file.parentPath, file.name)))
  .filter((file) => !file.startsWith('generated/') && !file.endsWith('.d.ts'));
const catalogues = files.filter((file) => file.endsWith('messages.ts'));
const textOf = (file: string) => readFileSync(join(SOURCES, file), 'utf8');

/** What operators and programmers alone read: the environment, the command line, the process. */
const IN_ENGLISH_ALONE = /^(config|main|app|exit)\.ts$|^(cli|config|platform)\//;

async function textsOf(file: string): Promise<Record<string, string>> {
  const { messages } = (await import(join(SOURCES, file))) as { messages: Catalogue<string> };
  return messages.texts;
}

const namesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe.each(catalogues)('the messages of %s', (file) => {
  let texts: [english: string, czech: string][];
  beforeAll(async () => {
    texts = Object.entries(await textsOf(file));
    expect(texts.length).toBeGreaterThan(0);
  });

  it('say the same values in both languages', () => {
    const differing = texts.filter(([english, czech]) => namesIn(english).join() !== namesIn(czech).join());
    expect(differing).toEqual([]);
  });

  it('are written in Czech as Czech is written', () => {
    const isRight = (text: string) =>
      text !== '' &&
      text.normalize('NFC') === text &&
      !/["“'’]| {2}|\s[,;.:?!]| - /u.test(text) &&
      text.replaceAll(/\{\w+\}/g, '').trim() ===
        text
          .replaceAll(/\{\w+\}/g, '')
          .trim()
          .normalize('NFC');
    expect(texts.filter(([, czech]) => !isRight(czech))).toEqual([]);
  });

  it('end in Czech as they do in English', () => {
    const end = (text: string) => text.match(/[.:;,?!]$/)?.[0] ?? '';
    expect(texts.filter(([english, czech]) => end(english) !== end(czech))).toEqual([]);
  });

  it('are not English ones under a Czech name', () => {
    const words = /\b(the|must|not|and|is|are|of|or|cannot|with|has|have)\b/i;
    const codes = /\bor\b(?= musí)/;
    expect(texts.filter(([, czech]) => words.test(czech.replace(codes, '')))).toEqual([]);
  });

  it('are said somewhere', () => {
    const sources = files
      .filter((other) => !catalogues.includes(other))
      .map(textOf)
      .join('\n');
    const all = `${sources}\n${textOf('kernel/messages.ts')}`;
    const unsaid = texts.filter(([english]) => !isSaidIn(all, english) && !isNamedIn(sources, english));
    expect(unsaid.map(([english]) => english)).toEqual([]);
  });
});

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const isSaidIn = (source: string, text: string) =>
  [`'${text}'`, `"${text}"`].some((literal) => new RegExp(`(say|rule)\\(\\s*${escaped(literal)}`).test(source));

/** Keys of a table that a message is chosen by, and texts whose first words come from one. */
const isNamedIn = (source: string, text: string) =>
  new RegExp(`\\b${escaped(text)}: \\{`).test(source) || /^(There is no such|The (entry|release) has)/.test(text);

describe('schemas', () => {
  test.each(files.filter((file) => !IN_ENGLISH_ALONE.test(file) && /from 'zod'/.test(textOf(file))))(
    'of %s have messages of a catalogue alone',
    async (file) => {
      const module = (await import(join(SOURCES, file))) as Record<string, unknown>;
      const bare = new Set<string>();
      for (const value of Object.values(module)) if (value instanceof z.ZodType) collectBare(value, bare, new Set());
      expect([...bare]).toEqual([]);
    },
  );
});

/** Collects messages that were given to zod as bare texts in a schema and those that it is made of. */
function collectBare(value: unknown, bare: Set<string>, seen: Set<unknown>): void {
  if (value === null || typeof value !== 'object' || seen.has(value)) return;
  seen.add(value);
  if (!(value instanceof z.core.$ZodType || value instanceof z.core.$ZodCheck)) {
    const inner = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
    if (inner) for (const item of Object.values(value)) collectBare(item, bare, seen);
    return;
  }
  const { def } = value._zod as { def: { error?: Rule['error'] } };
  const issue = {};
  const text = def.error?.(issue);
  if (typeof text === 'string' && !('said' in issue)) bare.add(text);
  for (const item of Object.values(def)) collectBare(item, bare, seen);
}

test('no text that a person is told stands outside of a catalogue', () => {
  const bare = files
    .filter((file) => !IN_ENGLISH_ALONE.test(file) && !catalogues.includes(file))
    .flatMap((file) => {
      const told = /(?<!(?:say|rule)\(\s*)(['"`])(?:must|may|cannot) [^'"`]*\1/g;
      return [...textOf(file).matchAll(told)].map(([text]) => `${file}: ${text}`);
    });
  expect(bare).toEqual([]);
});

test('no GraphQLError is made with words of its own', () => {
  const own = files.flatMap((file) =>
    [...textOf(file).matchAll(/(?:new GraphQLError|createGraphQLError)\(\s*['"`]/g)].map(() => file),
  );
  expect(own).toEqual([]);
});
