/** What the service is made of: exact versions, known licences, nothing that runs when it is installed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LICENCES_FILE, licencesPage, packagesIn, unexpected } from '../../scripts/licences.mjs';
import { projectRoot } from '../../src/platform/projectRoot.ts';

const read = (file: string) => readFileSync(join(projectRoot(), file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
> & {
  optionalDependencies?: Record<string, string>;
};
const lock = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, { version?: string; integrity?: string; hasInstallScript?: true; link?: true }>;
};

/** Packages with scripts of their own that need not run, and why. A new one has to be looked at before it is added. */
const NEEDLESS_SCRIPTS: Readonly<Record<string, string>> = {
  '@prisma/engines': 'downloads engines; the client is generated and queries are made without',
  prisma: 'checks the version of Node.js',
  esbuild: 'replaces its launcher by the binary, which works either way',
  libxmljs2: 'builds a validator of XML that the SBOM, which is JSON, does not need',
};

describe('the supply chain', () => {
  it('has exact versions, those of the lock file', () => {
    const { dependencies, devDependencies, optionalDependencies = {} } = manifest;
    const asked = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(asked.length).toBeGreaterThan(40);
    for (const [name, version] of asked) {
      expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+(-[\w.-]+)?$/);
      expect({ name, version: lock.packages[`node_modules/${name}`]?.version }).toEqual({ name, version });
    }
  });

  it('has a digest of every package', () => {
    const without = Object.entries(lock.packages).filter(
      ([path, { integrity, link }]) => path !== '' && !link && !integrity,
    );
    expect(without.map(([path]) => path)).toEqual([]);
  });

  it('needs no scripts of packages', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    const withScripts = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript);
    const names = withScripts.map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(names.filter((name) => !(name in NEEDLESS_SCRIPTS))).toEqual([]);
  });

  it('has no unexpected licence, and lists all of them', () => {
    const packages = packagesIn(lock);
    expect(unexpected(packages)).toEqual([]);
    expect(readFileSync(LICENCES_FILE, 'utf8')).toBe(licencesPage(packages));
  });

  it.each([
    ['GPL-3.0', true],
    ['MPL-2.0', true],
    [null, true],
    ['GPL-3.0 OR AGPL-3.0', true],
  ])('would not let a runtime package under %s through', (licence, isRuntime) => {
    expect(unexpected([{ name: 'x', version: '1.0.0', licence, isRuntime }])).toHaveLength(1);
  });

  it('lets choices through of which one is accepted', () => {
    expect(unexpected([{ name: 'x', version: '1.0.0', licence: '(GPL-3.0 OR MIT)', isRuntime: true }])).toEqual([]);
  });
});
