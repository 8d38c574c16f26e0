/** Writes docs/licences.md from the lock file: `npm run licences`. Ends with 1 when a licence is not one of those that we accept. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './steps.mjs';

/** Licences that packages of the running service may have: they ask for their notice alone, and go with the EUPL-1.2. */
const RUNTIME = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
];
/** libvips, which sharp loads as a library of its own: the LGPL goes with the EUPL-1.2 (its appendix). */
const LIBVIPS = ['LGPL-3.0-or-later', 'Apache-2.0 AND LGPL-3.0-or-later', 'Apache-2.0 AND LGPL-3.0-or-later AND MIT'];
/** Those of tools that are not handed on with the service, and of binaries of one platform, beside. */
const TOOLS = [
  'CC-BY-3.0',
  'CC-BY-4.0',
  'EPL-2.0',
  'MPL-2.0',
  'Python-2.0',
  'MIT and ISC',
  'MIT AND Zlib',
  'WTFPL',
  ...LIBVIPS,
];
/** Packages whose package.json does not name a licence, and the licence that their own files do. */
const NAMED_ELSEWHERE = {
  'seq-queue': 'MIT',
  busboy: 'MIT',
  streamsearch: 'MIT',
  only: 'MIT',
  'humanize-number': 'MIT',
};

export const LICENCES_FILE = join(root, 'docs', 'licences.md');

/** Packages of the lock file; `isRuntime` when the image has them. */
export function packagesIn(lock) {
  return Object.entries(lock.packages)
    .filter(([path, { link }]) => path !== '' && !link)
    .map(([path, { version, license, dev, optional, devOptional }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return {
        name,
        version,
        licence: license ?? NAMED_ELSEWHERE[name] ?? null,
        isRuntime: !(dev || optional || devOptional),
      };
    })
    .sort((one, other) => (one.name + one.version < other.name + other.version ? -1 : 1));
}

/** Packages whose licence is not accepted for what they are used for. Of licences joined by OR one suffices. */
export function unexpected(packages) {
  return packages.filter(({ licence, isRuntime }) => {
    const accepted = isRuntime ? RUNTIME : [...RUNTIME, ...TOOLS];
    const choices = (licence ?? '').replace(/[()]/g, '').split(' OR ');
    return !choices.some((one) => accepted.includes(one));
  });
}

/** The page. */
export function licencesPage(packages) {
  const runtime = packages.filter(({ isRuntime }) => isRuntime);
  const tools = packages.filter(({ isRuntime }) => !isRuntime);
  const counts = groupCounts(tools);
  return `# Licences of what the service is made of

Written by \`npm run licences\` from the lock file; a test compares. The service itself is under the EUPL-1.2 ([LICENSE](../LICENSE)).

## In the running service: ${runtime.length} packages

| package | version | licence |
| --- | --- | --- |
${runtime.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`).join('\n')}

## Tools of development and tests, not handed on: ${tools.length} packages

| licence | packages |
| --- | --- |
${counts.map(([licence, count]) => `| ${licence} | ${count} |`).join('\n')}
`;
}

function groupCounts(packages) {
  const counts = new Map();
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1));
}

if (process.argv[1] === import.meta.filename) {
  const packages = packagesIn(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  writeFileSync(LICENCES_FILE, licencesPage(packages));
  const wrong = unexpected(packages);
  for (const { name, version, licence } of wrong)
    process.stderr.write(`${name} ${version}: ${licence ?? 'no licence'}\n`);
  if (wrong.length > 0) process.exitCode = 1;
}
