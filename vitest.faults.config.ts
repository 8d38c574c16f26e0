import { defineConfig } from 'vitest/config';

/** Faults, one after the other: each needs the machine for itself. `FAULTS=short` makes each of them small, as for CI. */
export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/faults/*.fault.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 30 * 60_000,
    hookTimeout: 120_000,
    reporters: ['verbose'],
  },
});
