import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { issuersOf, wantsDevIssuers } from '../../src/config/issuers.ts';
import { mailOf } from '../../src/config/mail.ts';
import { engineOptions } from '../../src/config/searchVariables.ts';
import { ConfigurationError, readConfig, VARIABLES } from '../../src/config.ts';

describe('the configuration', () => {
  test('is told of in the README, every variable of it', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    // Some rows have several: `CITIZENS_CLIENT_ID`, `…_CLIENT_SECRET`.
    const told = [...readme.matchAll(/`(…?[A-Z][A-Z_]+|…_[A-Z_]+)`/g)].map(([, name = '']) => name);
    const isTold = (name: string) =>
      told.some((one) => (one.startsWith('…') ? name.endsWith(one.slice(1)) : one === name));
    expect(VARIABLES.filter((name) => !isTold(name))).toEqual([]);
  });

  test('has defaults that need nothing from the environment', () => {
    expect(readConfig({})).toEqual({
      ANSWERS_MB: 32,
      PERSISTED_ONLY: false,
      PORT: 4000,
      RETENTION_ATTEMPT_DAYS: 1,
      RETENTION_CREDENTIAL_DAYS: 365,
      RETENTION_IDLE_PERSON_DAYS: 730,
      RETENTION_SESSION_DAYS: 30,
      HOST: '127.0.0.1',
      TRUST_PROXY: 0,
      INTROSPECTION: 'everybody',
      DATA_DIR: '.data',
      LOG_LEVEL: 'info',
      NODE_ENV: 'development',
      ALLOW_NEWER_DATABASE: false,
      SHUTDOWN_TIMEOUT: 25,
      MEILI_INDEX: 'rozcestnik',
      SEARCH_EMBEDDED: true,
      METRICS_HOST: '127.0.0.1',
      METRICS_OPERATIONS: [],
      OTEL_SERVICE_NAME: 'rozcestnik',
      OTEL_TRACES_SAMPLER_ARG: 1,
      CITIZENS_PROFILE: 'NIA',
      CITIZENS_LEVEL_CLAIM: 'acr',
      CITIZENS_MINIMUM_LEVEL: 'LOW',
      OFFICIALS_ROLES: new Map([
        ['representative', 'REPRESENTATIVE'],
        ['editor', 'EDITOR'],
        ['approver', 'APPROVER'],
        ['admin', 'ADMIN'],
      ]),
    });
  });

  test('takes an empty variable for an absent one', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toEqual(readConfig({}));
  });

  test('names every wrong variable at once, and repeats no value', () => {
    const wrong = {
      PORT: '70000',
      DATABASE_URL: 'mysql://root:s3cret@db/x',
      FILES_URL: 'https://k:s3cret@host',
      LOG_LEVEL: 'loud',
      NODE_ENV: 'staging',
    };
    const read = () => readConfig(wrong);
    expect(read).toThrow(ConfigurationError);
    for (const [name, value] of Object.entries(wrong)) {
      expect(read).toThrow(name);
      expect(read).not.toThrow(value);
    }
    expect(read).not.toThrow('s3cret');
  });

  test.each([
    [{ SMTP_URL: 'smtp://u:s3cret@mail.example' }, 'MAIL_FROM must be given with SMTP_URL'],
    [
      { SMTP_URL: 'http://u:s3cret@mail.example', MAIL_FROM: 'a@b.example' },
      'SMTP_URL must be an address of an SMTP server',
    ],
    [{ MAIL_FROM: 'Nobody <nowhere>' }, 'MAIL_FROM must be an address'],
    [{ AGENCY_MAILBOX: 'a@b.example, c@d.example' }, 'AGENCY_MAILBOX must be an e-mail address'],
    [{ REQUEST_PAGE: 'https://portal.example/zadosti' }, 'REQUEST_PAGE must be an address with https and {id}'],
  ])('says what is wrong with mail, and no password: %o', (variables, message) => {
    expect(() => readConfig(variables)).toThrow(message);
    expect(() => readConfig(variables)).not.toThrow('s3cret');
  });

  test('writes mail to files until there is a server, and then to nobody without being told to whom', () => {
    const mail = (variables: Record<string, string>) => mailOf(readConfig(variables));
    expect(mail({ DATA_DIR: '/data' })).toMatchObject({
      mailer: { location: 'folder /data/mail' },
      agencyMailbox: 'agentura@rozcestnik.invalid',
    });
    const server = { SMTP_URL: 'smtps://u:s3cret@mail.example', MAIL_FROM: 'Rozcestník <r@agentura.example>' };
    expect(mail(server)).toMatchObject({
      mailer: { location: 'smtps://mail.example:465' },
      domain: 'agentura.example',
      agencyMailbox: null,
    });
    expect(mail({ ...server, AGENCY_MAILBOX: 'a@b.example' }).agencyMailbox).toBe('a@b.example');
  });

  test.each(['-1', '65536', '80.5', 'http', '0x50'])('refuses the port %s', (PORT) => {
    expect(() => readConfig({ PORT })).toThrow('PORT must be a port number from 0 to 65535');
  });

  test.each(['postgres://db/x', 'postgresql://user:password@host:5432/database?sslmode=require'])(
    'takes the address %s',
    (DATABASE_URL) => {
      expect(readConfig({ DATABASE_URL }).DATABASE_URL).toBe(DATABASE_URL);
    },
  );

  describe('of search', () => {
    test.each([
      [{ MEILI_URL: 'meili:7700' }, 'MEILI_URL must be the address of a Meilisearch server'],
      [{ MEILI_URL: 'http://user:s3cret@meili:7700' }, 'MEILI_URL must be the address of a Meilisearch server'],
      [{ MEILI_URL: 'http://meili:7700', MEILI_KEY: 's3cret with spaces' }, 'MEILI_KEY must be a key'],
      [{ MEILI_URL: 'http://meili:7700', MEILI_INDEX: 'a/b' }, 'MEILI_INDEX must have 1 to 64 letters'],
      [{ MEILI_KEY: 's3cret' }, 'MEILI_KEY is of no use without MEILI_URL'],
      [{ SEARCH_EMBEDDED: '0' }, 'SEARCH_EMBEDDED must not be 0 without MEILI_URL'],
      [{ SEARCH_EMBEDDED: 'no' }, 'SEARCH_EMBEDDED must be 0 or 1'],
    ])('refuses %j', (variables, message) => {
      expect(() => readConfig(variables)).toThrow(message);
      expect(() => readConfig(variables)).not.toThrow('s3cret');
    });

    test('takes Meilisearch with an index in memory beside it, and without', () => {
      const given = readConfig({ MEILI_URL: 'http://meili:7700', MEILI_KEY: 'key', SEARCH_EMBEDDED: '0' });
      const meilisearch = { url: 'http://meili:7700', key: 'key', prefix: 'rozcestnik' };
      expect(engineOptions(given)).toEqual({ meilisearch, embedded: false });
      expect(engineOptions(readConfig({ MEILI_URL: 'http://meili:7700' })).embedded).toBe(true);
    });
  });

  describe('of sign-in', () => {
    const citizens = {
      CITIZENS_ISSUER_URL: 'https://nia.example/openid-configuration',
      CITIZENS_CLIENT_ID: 'https://service.example/',
      CITIZENS_KEY_FILES: 'new.pem, old.pem',
    };
    const production = {
      ...citizens,
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://service.example',
      PSEUDONYM_KEY: 'x'.repeat(32),
    };

    test('is read as lists and pairs', () => {
      const config = readConfig({
        ...production,
        ALLOWED_ORIGINS: 'https://portal.example, http://localhost:3000',
        CITIZENS_LEVELS: 'urn:a=b=LOW,gold=HIGH',
        OFFICIALS_ROLES: 'dia.redaktor=EDITOR',
      });
      expect(config.CITIZENS_KEY_FILES).toEqual(['new.pem', 'old.pem']);
      expect(config.ALLOWED_ORIGINS).toEqual(['https://portal.example', 'http://localhost:3000']);
      expect([...(config.CITIZENS_LEVELS ?? [])]).toEqual([
        ['urn:a=b', 'LOW'],
        ['gold', 'HIGH'],
      ]);
      expect([...config.OFFICIALS_ROLES]).toEqual([['dia.redaktor', 'EDITOR']]);
    });

    test.each([
      [{ CITIZENS_ISSUER_URL: 'http://nia.example/' }, 'CITIZENS_ISSUER_URL must be an address with https'],
      [{ CITIZENS_CLIENT_ID: '' }, 'CITIZENS_CLIENT_ID must be set with CITIZENS_ISSUER_URL'],
      [{ CITIZENS_KEY_FILES: '' }, 'CITIZENS_KEY_FILES must be set: NIA encrypts'],
      [{ CITIZENS_KEY_FILES: 'a,b,c' }, 'CITIZENS_KEY_FILES must name one file, or two'],
      [{ CITIZENS_LEVELS: 'gold=HIGHEST' }, 'CITIZENS_LEVELS must be pairs'],
      [{ OFFICIALS_ROLES: 'editor=CITIZEN' }, 'OFFICIALS_ROLES must be pairs'],
      [{ OFFICIALS_ISSUER_URL: 'https://caais.example/' }, 'OFFICIALS_CERT_FILE must be set with OFFICIALS_ISSUER_URL'],
      [{ PUBLIC_URL: 'https://service.example/path' }, 'PUBLIC_URL must be an origin'],
      [{ PUBLIC_URL: '' }, 'PUBLIC_URL must be set in production'],
      [{ PUBLIC_URL: 'http://127.0.0.1:4000' }, 'PUBLIC_URL must begin with https in production'],
      [{ PSEUDONYM_KEY: '' }, 'PSEUDONYM_KEY must be set in production'],
      [{ PSEUDONYM_KEY: 'short' }, 'PSEUDONYM_KEY must have at least 32 characters'],
      [{ ALLOWED_ORIGINS: '*' }, 'ALLOWED_ORIGINS must be a list'],
      [{ DEV_ISSUERS: '1' }, 'DEV_ISSUERS must not be on in production'],
    ])('refuses %j', (wrong, message) => {
      expect(() => readConfig(production)).not.toThrow();
      expect(() => readConfig({ ...production, ...wrong })).toThrow(message);
    });

    test('has dev issuers in development alone, unless there is a real one or they are turned off', () => {
      expect(wantsDevIssuers(readConfig({}))).toBe(true);
      expect(wantsDevIssuers(readConfig({ DEV_ISSUERS: '0' }))).toBe(false);
      expect(wantsDevIssuers(readConfig(citizens))).toBe(false);
      expect(wantsDevIssuers(readConfig({ ...citizens, DEV_ISSUERS: '1' }))).toBe(true);
      expect(wantsDevIssuers(readConfig({ NODE_ENV: 'production' }))).toBe(false);
    });

    test('names the variable of a key that cannot be used', () => {
      const config = readConfig({ ...citizens, CITIZENS_KEY_FILES: '/nowhere/key.pem' });
      expect(() => issuersOf(config, null)).toThrow('CITIZENS_KEY_FILES names a file that cannot be read (ENOENT)');
      const noKey = readConfig({ ...citizens, CITIZENS_KEY_FILES: 'package.json' });
      expect(() => issuersOf(noKey, null)).toThrow('CITIZENS_KEY_FILES must name files with a private key');
    });
  });
});
