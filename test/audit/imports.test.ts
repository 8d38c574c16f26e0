/** Imports run one way only: DESIGN, "Rooms". */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/platform/projectRoot.ts';

/** Rooms from left to right: a file imports from its own room and from those to the left of it. */
const ROOMS = [
  ['kernel'],
  ['platform'],
  ['journal'],
  ['identity'],
  ['organizations'],
  ['files'],
  ['catalogue'],
  ['citizens', 'cooperation'],
  ['requests'],
  ['search', 'notifications'],
  ['graphql'],
  ['http'],
  ['config'],
  ['app', 'exit'],
  ['backup'],
  ['doctor'],
  ['seed'],
  ['cli'],
  ['main'],
];
/** Rooms that know the domain: what GraphQL's own files are free of. */
const DOMAIN = new Set(ROOMS.slice(4, 10).flat());

interface Import {
  readonly path: string;
  readonly isDynamic?: boolean;
  readonly isType?: boolean;
  /** Passed on as an export of the importing file. */
  readonly isReexport?: boolean;
}

/** Biome writes every import the same way, at the start of a line. */
const IMPORT = /^import (type )?(?:[^;'"]*? from )?'([^']+)'/gm;
const REEXPORT = /^export (type )?(?:\*[^;'"]*|\{[^}]*\}) from '([^']+)'/gm;
const DYNAMIC = /\bimport\('([^']+)'\)/g;

/** Imports of other files of the project in `source`, the source of `file`. */
function importsOf(file: string, source: string): Import[] {
  const found = [
    ...[...source.matchAll(IMPORT)].map(([, type, path = '']) => ({ path, isType: type !== undefined })),
    ...[...source.matchAll(REEXPORT)].map(([, type, path = '']) => ({
      path,
      isType: type !== undefined,
      isReexport: true,
    })),
    ...[...source.matchAll(DYNAMIC)].map(([, path = '']) => ({ path, isDynamic: true })),
  ];
  return found
    .filter(({ path }) => path.startsWith('.'))
    .map((one) => ({ ...one, path: normalize(join(dirname(file), one.path)) }));
}

function roomOf(file: string): string {
  const [top = '', next = ''] = file.split('/');
  return top === 'src' ? next.replace(/\.ts$/, '') : top;
}

const rankOf = (file: string) => ROOMS.findIndex((rooms) => rooms.includes(roomOf(file)));

/** Files of GraphQL that define no types of the domain, unlike the schema, which gathers all of them. */
const isDomainFree = (file: string) =>
  roomOf(file) === 'graphql' && !/\/(schema|print|permissionsPage)\.ts$/.test(file);

/** graphql → commands, reads and bulk work → rules. */
function layerOf(file: string): number {
  if (roomOf(file) !== 'graphql' && /\/graphql\/|\/kinds\/\w+\/graphql\.ts$/.test(file)) return 2;
  return DOMAIN.has(roomOf(file)) && /\/(commands|reads|bulk)\//.test(file) ? 1 : 0;
}

/** What is wrong with an import; null when nothing is. */
function fault(file: string, { path, isDynamic, isType, isReexport }: Import): string | null {
  if (roomOf(path) === 'generated') return null;
  if (path.endsWith('/index.ts')) return 'index.ts is a barrel';
  if (isReexport && !isType) return 'passing values on makes a barrel';
  if (rankOf(path) === -1) return `${roomOf(path)} is no room`;
  const isOwnTypes = isDynamic && /\/kinds\/\w+\/kind\.ts$/.test(file) && path === join(dirname(file), 'graphql.ts');
  if (isOwnTypes) return null;
  if (isDomainFree(file) && DOMAIN.has(roomOf(path))) {
    return isType && layerOf(path) === 0 ? null : `${file} must stay free of the domain`;
  }
  if (isDomainFree(path)) {
    const mayUseGraphql = layerOf(file) === 2 || /\/reads\//.test(file) || rankOf(file) >= rankOf(path);
    return mayUseGraphql ? null : 'only graphql folders and reads know GraphQL';
  }
  if (roomOf(file) === roomOf(path)) {
    return layerOf(file) >= layerOf(path) ? null : 'graphql → commands and reads → rules, not back';
  }
  if (rankOf(path) >= rankOf(file)) return `${roomOf(path)} is not left of ${roomOf(file)}`;
  const bothDomain = DOMAIN.has(roomOf(file)) && layerOf(path) === 2 && layerOf(file) !== 2;
  return bothDomain ? 'only graphql folders import graphql folders' : null;
}

/** Chains of files that import each other; types count as well, imports that are run later do not. */
function cycles(sources: ReadonlyMap<string, string>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, trail: readonly string[]) => {
    if (trail.includes(file)) found.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
    if (done.has(file) || trail.includes(file)) return;
    for (const { path, isDynamic } of importsOf(file, sources.get(file) ?? '')) {
      if (!isDynamic) visit(path, [...trail, file]);
    }
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  return found;
}

/** All that is wrong with the imports of the given files. */
function faults(sources: ReadonlyMap<string, string>): string[] {
  const direction = [...sources].flatMap(([file, source]) =>
    importsOf(file, source).flatMap((one) => {
      const wrong = rankOf(file) === -1 ? `${roomOf(file)} is no room` : fault(file, one);
      return wrong ? [`${file} → ${one.path}: ${wrong}`] : [];
    }),
  );
  const barrels = [...sources.keys()].filter((file) => file.endsWith('/index.ts')).map((file) => `${file}: a barrel`);
  return [...direction, ...barrels, ...cycles(sources).map((cycle) => `cycle: ${cycle}`)];
}

function readSources(): Map<string, string> {
  const files = ['src', 'seed'].flatMap((folder) =>
    readdirSync(join(projectRoot(), folder), { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file))
      .filter((file) => file.endsWith('.ts') && !file.includes('/generated/')),
  );
  return new Map(files.map((file) => [file, readFileSync(join(projectRoot(), file), 'utf8')]));
}

describe('imports', () => {
  const sources = readSources();

  it('run from right to left between rooms, from graphql to rules within them, and never in a circle', () => {
    expect(faults(sources)).toEqual([]);
  });

  it('are all seen: as many as the word says', () => {
    expect(sources.size).toBeGreaterThan(90);
    for (const [file, source] of sources) {
      const words = source.match(/^(import|export) [^;]*?from '\.|^import '\.|\bimport\('\./gm) ?? [];
      expect({ file, imports: importsOf(file, source).length }).toEqual({ file, imports: words.length });
    }
  });

  it('lead to files that exist', () => {
    const missing = [...sources].flatMap(([file, source]) =>
      importsOf(file, source).filter(({ path }) => !sources.has(path) && roomOf(path) !== 'generated'),
    );
    expect(missing).toEqual([]);
  });

  it.each([
    [
      'a room to the right',
      'src/kernel/a.ts',
      "import { b } from '../catalogue/b.ts';",
      'catalogue is not left of kernel',
    ],
    [
      'a type of a room to the right',
      'src/organizations/a.ts',
      "import type { B } from '../catalogue/b.ts';",
      'catalogue is not left of organizations',
    ],
    [
      'a room beside',
      'src/citizens/a.ts',
      "import { b } from '../cooperation/b.ts';",
      'cooperation is not left of citizens',
    ],
    ['commands in rules', 'src/catalogue/a.ts', "import { b } from './commands/b.ts';", 'not back'],
    ['graphql in commands', 'src/catalogue/commands/a.ts', "import { b } from '../graphql/b.ts';", 'not back'],
    [
      'graphql of another room in reads',
      'src/catalogue/reads/a.ts',
      "import { b } from '../../organizations/graphql/b.ts';",
      'only graphql folders import',
    ],
    [
      'the builder in commands',
      'src/catalogue/commands/a.ts',
      "import { builder } from '../../graphql/builder.ts';",
      'only graphql folders and reads',
    ],
    [
      'the schema in a room',
      'src/catalogue/graphql/a.ts',
      "import { schema } from '../../graphql/schema.ts';",
      'graphql is not left of catalogue',
    ],
    [
      'the domain in the builder',
      'src/graphql/builder.ts',
      "import { b } from '../organizations/b.ts';",
      'free of the domain',
    ],
    ['app from within', 'src/http/a.ts', "import { b } from '../app.ts';", 'app is not left of http'],
    ['a room of no name', 'src/helpers/a.ts', "import { b } from '../kernel/b.ts';", 'helpers is no room'],
    [
      'a late import',
      'src/kernel/a.ts',
      "const b = await import('../catalogue/b.ts');",
      'catalogue is not left of kernel',
    ],
    ['several lines', 'src/kernel/a.ts', "import {\n  b,\n  c,\n} from '../http/b.ts';", 'http is not left of kernel'],
    ['a barrel', 'src/kernel/a.ts', "import { b } from './folder/index.ts';", 'index.ts is a barrel'],
    ['values passed on', 'src/kernel/a.ts', "export { b } from './b.ts';", 'makes a barrel'],
    ['everything passed on', 'src/kernel/a.ts', "export * from './b.ts';", 'makes a barrel'],
  ])('would not be let through: %s', (_name, file, source, reason) => {
    expect(faults(new Map([[file, source]]))).toEqual([expect.stringContaining(reason)]);
  });

  it('would not be let through: a circle', () => {
    const source = (next: string) => `import { x } from './${next}.ts';`;
    const circle = [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
    ].map(([file, next = '']): [string, string] => [`src/kernel/${file}.ts`, source(next)]);
    expect(faults(new Map(circle))).toEqual([
      'cycle: src/kernel/a.ts → src/kernel/b.ts → src/kernel/c.ts → src/kernel/a.ts',
    ]);
  });
});
