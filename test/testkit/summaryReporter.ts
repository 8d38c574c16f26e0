import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node';
import { meilisearchAbsence } from './meilisearchServer.ts';

/**
 * Ends the output with one plain line for machines: `123 passed, 0 failed`, with `, N skipped` when some were. A file that
 * could not be run, an error outside of tests and a run that did not get to the tests count as failed. What this machine cannot test
 * is told before.
 */
export class SummaryReporter implements Reporter {
  #line = '0 passed, 1 failed';

  /** Prints at the exit of the process, after all that anybody else prints. */
  onInit(): void {
    process.once('exit', () => {
      const absence = meilisearchAbsence();
      if (absence) console.log(`\nNot tested: search by Meilisearch, because ${absence}.`);
      console.log(`\n${this.#line}`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[], reason: TestRunEndReason): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state === 'pending' ? 'failed' : state] += 1;
      }
      counts.failed += errorsOutsideTests(module);
    }
    // A global setup that fails ends the run without a test and without an error here.
    if (reason !== 'passed' && counts.failed === 0) counts.failed = 1;
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    this.#line = `${counts.passed} passed, ${counts.failed} failed${skipped}`;
  }
}

function errorsOutsideTests(module: TestModule): number {
  const places = [module, ...module.children.allSuites()];
  return places.reduce((sum, place) => sum + place.errors().length, 0);
}

export default SummaryReporter;
