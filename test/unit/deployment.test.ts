/** The image and the compose file, as far as can be told without a container engine: the rules of hadolint and of the Compose specification. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../src/config.ts';
import { projectRoot } from '../../src/platform/projectRoot.ts';

const read = (file: string) => readFileSync(join(projectRoot(), file), 'utf8');

/** An instruction of a Dockerfile. */
interface Instruction {
  readonly name: string;
  readonly value: string;
}

/** A stage with its instructions. */
type Stage = readonly Instruction[];

function instructionsIn(dockerfile: string): Instruction[] {
  const lines = dockerfile
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n');
  return lines.flatMap((line) => {
    const [, name = '', value = ''] = line.match(/^([A-Z]+)\s+(.*)$/) ?? [];
    return name ? [{ name, value: value.replace(/\s+/g, ' ').trim() }] : [];
  });
}

function stagesIn(instructions: readonly Instruction[]): Stage[] {
  const stages: Instruction[][] = [];
  for (const one of instructions) {
    if (one.name === 'FROM') stages.push([]);
    stages.at(-1)?.push(one);
  }
  return stages;
}

const named = (stage: Stage, name: string) => stage.filter((one) => one.name === name).map(({ value }) => value);

/** Rules, by hadolint's codes where it has them; each answers what is wrong. */
const RULES: Readonly<Record<string, (stages: Stage[], all: Instruction[]) => string[]>> = {
  'DL3006, DL3007: images have exact tags': (_stages, all) => {
    const args = new Map(
      all.filter(({ name }) => name === 'ARG').map(({ value }) => value.split('=') as [string, string]),
    );
    const images = all.filter(({ name }) => name === 'FROM').map(({ value }) => value.split(' ')[0] ?? '');
    const real = images.map((image) => image.replace(/\$\{(\w+)\}/, (_, name) => args.get(name) ?? ''));
    const stages = new Set(
      all.flatMap(({ name, value }) => (name === 'FROM' ? (value.match(/ AS (\w+)$/)?.slice(1) ?? []) : [])),
    );
    return real.filter((image) => !stages.has(image) && !/:\d+\.\d+\.\d+-/.test(image));
  },
  'glibc, for native packages': (_stages, all) =>
    all.map(({ value }) => value).filter((value) => /alpine|musl/.test(value)),
  'DL3000: absolute WORKDIR': (_stages, all) =>
    all.filter(({ name, value }) => name === 'WORKDIR' && !value.startsWith('/')).map(({ value }) => value),
  'DL3002: the last user is not root': (stages) => {
    const last = stages.filter((stage) => named(stage, 'USER').length > 0).map((stage) => named(stage, 'USER').at(-1));
    return last.filter((user) => user === 'root' || user === '0').map(String);
  },
  'DL3004: no sudo': (_stages, all) => all.filter(({ value }) => /\bsudo\b/.test(value)).map(({ value }) => value),
  'DL3009, DL3015: apt leaves nothing behind': (_stages, all) =>
    all
      .filter(({ name, value }) => name === 'RUN' && /apt-get install/.test(value))
      .filter(({ value }) => !/--no-install-recommends/.test(value) || !/rm -rf \/var\/lib\/apt\/lists/.test(value))
      .map(({ value }) => value),
  'DL3020: COPY, not ADD': (_stages, all) => all.filter(({ name }) => name === 'ADD').map(({ value }) => value),
  'DL3025: CMD, ENTRYPOINT and HEALTHCHECK without a shell': (_stages, all) =>
    all
      .filter(({ name }) => ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'].includes(name))
      .filter(({ value }) => value !== 'NONE' && !/\[(".*")\]$/.test(value))
      .map(({ value }) => value),
  'DL3059: packages are installed by the lock file, without scripts': (_stages, all) =>
    all
      .filter(({ name, value }) => name === 'RUN' && /\bnpm (i|install|ci)\b/.test(value))
      .filter(({ value }) => !/npm ci .*--ignore-scripts/.test(value))
      .map(({ value }) => value),
  'no secret in the image': (_stages, all) =>
    all
      .filter(({ name, value }) => /^(ENV|ARG)$/.test(name) && /SECRET|PASSWORD|TOKEN|_KEY/i.test(value))
      .map(({ value }) => value),
};

const faults = (dockerfile: string) => {
  const all = instructionsIn(dockerfile);
  return Object.entries(RULES).flatMap(([name, rule]) => rule(stagesIn(all), all).map((what) => `${name}: ${what}`));
};

describe('the image', () => {
  const dockerfile = read('Dockerfile');
  const stages = stagesIn(instructionsIn(dockerfile));
  const service = stages.find((stage) => named(stage, 'FROM')[0]?.endsWith('AS service')) ?? [];

  it('keeps the rules', () => {
    expect(faults(dockerfile)).toEqual([]);
  });

  it.each([
    ['FROM node:latest', 'DL3006'],
    ['FROM node:20.20.2-alpine', 'glibc'],
    ['FROM node:20.20.2-bookworm-slim\nUSER root', 'DL3002'],
    ['FROM node:20.20.2-bookworm-slim\nRUN npm install', 'DL3059'],
    ['FROM node:20.20.2-bookworm-slim\nRUN npm ci', 'DL3059'],
    ['FROM node:20.20.2-bookworm-slim\nCMD npm start', 'DL3025'],
    ['FROM node:20.20.2-bookworm-slim\nENV PSEUDONYM_KEY=abc', 'no secret'],
    ['FROM node:20.20.2-bookworm-slim\nRUN apt-get update && apt-get install x', 'DL3009'],
  ])('would not be let through: %j', (wrong, rule) => {
    expect(faults(wrong)).toEqual([expect.stringContaining(rule)]);
  });

  it('has no development tools, runs as an ordinary user, and tells how it is', () => {
    const installs = stages.flatMap((stage) => named(stage, 'RUN')).filter((run) => run.startsWith('npm ci'));
    expect(installs.some((run) => run.includes('--omit=dev && rm -rf node_modules/@gaubee'))).toBe(true);
    expect(named(service, 'COPY').filter((copy) => copy.includes('node_modules'))).toEqual([
      '--from=dependencies /app/node_modules ./node_modules',
    ]);
    expect(named(service, 'USER')).toEqual(['node']);
    expect(named(service, 'HEALTHCHECK')[0]).toContain('scripts/probe.mjs');
    expect(named(service, 'CMD')).toEqual(['["node", "dist/src/main.js"]']);
  });

  it('is built from what is let in by name, without keys and data', () => {
    const ignored = read('.dockerignore').split('\n');
    expect(ignored).toContain('*');
    const copied = stages.flatMap((stage) => named(stage, 'COPY')).filter((copy) => copy.startsWith('--from=build'));
    const paths = copied
      .flatMap((copy) => copy.match(/\/app\/[\w./-]+/g) ?? [])
      .map((path) => path.slice('/app/'.length));
    const let_in = new Set(ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1)));
    const made = new Set(['dist', 'node_modules']);
    expect(paths.filter((path) => !made.has(path) && !let_in.has(path.split('/')[0] ?? ''))).toEqual([]);
  });
});

interface ComposeService {
  readonly image?: string;
  readonly profiles?: string[];
  readonly environment?: Record<string, string>;
  readonly read_only?: boolean;
  readonly cap_drop?: string[];
  readonly security_opt?: string[];
  readonly ports?: string[];
  readonly volumes?: string[];
  readonly stop_grace_period?: string;
  readonly depends_on?: Record<string, { condition: string }>;
  readonly healthcheck?: object;
}

describe('the compose file', () => {
  const text = read('compose.yaml');
  const compose = parse(text, { merge: true }) as {
    services: Record<string, ComposeService>;
    volumes: Record<string, unknown>;
  };
  const { services } = compose;
  const ours = ['app', 'app-2', 'tools'];
  const service = (name: string) => services[name] as ComposeService;

  it('has the service with PostgreSQL and Meilisearch, and a profile with two behind a proxy', () => {
    const inProfile = (profile: string | null) =>
      Object.keys(services).filter((name) =>
        profile ? service(name).profiles?.includes(profile) : !service(name).profiles,
      );
    expect(inProfile(null)).toEqual(['app', 'postgres', 'meilisearch']);
    expect(inProfile('two')).toEqual(['app-2', 'proxy']);
    expect(read('deploy/Caddyfile')).toContain('app:4000 app-2:4000');
  });

  it('names images by exact versions', () => {
    for (const { image = '' } of Object.values(services)) expect(image).toMatch(/:(v?\d+\.\d+|\$\{ROZCESTNIK_VERSION)/);
  });

  it('waits for what is there: services, volumes and healthy dependencies', () => {
    for (const one of Object.values(services)) {
      for (const [name, { condition }] of Object.entries(one.depends_on ?? {})) {
        expect(Object.keys(services)).toContain(name);
        expect(condition).toBe('service_healthy');
        expect(ours.includes(name) || service(name).healthcheck).toBeTruthy();
      }
      const volumes = (one.volumes ?? [])
        .map((volume) => volume.split(':')[0] ?? '')
        .filter((name) => !name.startsWith('.'));
      for (const volume of volumes) expect(Object.keys(compose.volumes)).toContain(volume);
    }
  });

  it('lets the service write nothing but its data, and gives it the time to end', () => {
    for (const name of ours) {
      expect(service(name)).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
      const { SHUTDOWN_TIMEOUT } = readConfig({});
      expect(Number.parseInt(service(name).stop_grace_period ?? '0', 10)).toBeGreaterThan(5 + SHUTDOWN_TIMEOUT);
    }
    expect(service('postgres').ports).toBeUndefined();
    expect(service('app').ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:/)]);
  });

  it('gives the service a configuration that it takes, with secrets from outside alone', () => {
    const environment = service('app').environment ?? {};
    expect(service('app-2').environment).toEqual(environment);
    const given: Record<string, string> = {
      POSTGRES_PASSWORD: 'p',
      PUBLIC_URL: 'https://rozcestnik.example.gov',
      PSEUDONYM_KEY: 'k'.repeat(43),
      PREVIEW_KEY: 'p'.repeat(43),
      MEILI_MASTER_KEY: 'm'.repeat(43),
    };
    const filled = Object.entries(environment).map(([name, value]) => {
      const replaced = String(value).replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, variable, mark, otherwise) => {
        return given[variable] ?? (mark === '-' ? otherwise : '');
      });
      return [name, replaced];
    });
    expect(readConfig({ NODE_ENV: 'production', ...Object.fromEntries(filled) })).toMatchObject({ METRICS_PORT: 9464 });
    for (const [name, value] of Object.entries(environment)) {
      if (/KEY|PASSWORD|SECRET/.test(name)) expect(value).toMatch(/^\$\{\w+:\?/);
    }
    const example = read('.env.example');
    for (const [, variable] of text.matchAll(/\$\{(\w+):\?/g)) expect(example).toContain(`${variable}=`);
  });
});
