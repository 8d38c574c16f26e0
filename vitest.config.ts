import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/testkit/longestFirst.ts';

export default defineConfig({
  // As Node resolves it. Vite would take the other build of the package, whose classes are not those that yoga knows.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // The files that a worker runs share its process and the modules in it: loading and warming up the service and PGlite
    // anew for each file took as long as the tests. So a file leaves behind what it found: globals, environment, mocks.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default', './test/testkit/summaryReporter.ts'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['test/**/*.test.ts'],
          exclude: ['test/unit/**'],
          globalSetup: 'test/testkit/globalSetup.ts',
        },
      },
    ],
  },
});
