import { describe, expect, test } from 'vitest';
import { ConfigurationError, readConfig } from '../../src/config.ts';

describe('the configuration', () => {
  test('has defaults that need nothing from the environment', () => {
    expect(readConfig({})).toEqual({
      PORT: 4000,
      HOST: '127.0.0.1',
      DATA_DIR: '.data',
      LOG_LEVEL: 'info',
      NODE_ENV: 'development',
      DEV_VIEWER: false,
    });
  });

  test('takes an empty variable for an absent one', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toEqual(readConfig({}));
  });

  test('names every wrong variable at once, and repeats no value', () => {
    const wrong = { PORT: '70000', DATABASE_URL: 'mysql://root:s3cret@db/x', LOG_LEVEL: 'loud', NODE_ENV: 'staging' };
    const read = () => readConfig(wrong);
    expect(read).toThrow(ConfigurationError);
    for (const [name, value] of Object.entries(wrong)) {
      expect(read).toThrow(name);
      expect(read).not.toThrow(value);
    }
    expect(read).not.toThrow('s3cret');
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

  test('does not let everybody claim to be an administrator in production', () => {
    expect(() => readConfig({ NODE_ENV: 'production', DEV_VIEWER: '1' })).toThrow(
      'DEV_VIEWER must not be on in production',
    );
    expect(readConfig({ DEV_VIEWER: '1' }).DEV_VIEWER).toBe(true);
  });
});
