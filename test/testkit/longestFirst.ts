import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, begun first so that all workers end together. */
const LONGEST: readonly string[] = [
  // The very first: it measures memory, in a process that has run nothing else.
  'integration/bulkScale',
  'integration/start',
  'integration/scale',
  'attacks/surface',
  'integration/bulkCli',
  'integration/seedCli',
  'integration/seed',
  'integration/instances',
  'integration/bulk',
  'integration/searchIndex',
  'integration/backup',
  'integration/searchResilience',
];

/**
 * Orders test files: those with a database before those without, which a worker can do without waiting for another
 * process, and of each the longest first. Files of a project stay together, because a worker does not change projects.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => a.project.name.localeCompare(b.project.name) || place(a) - place(b));
  }
}

function place({ moduleId }: TestSpecification): number {
  const known = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return known === -1 ? LONGEST.length : known;
}
