/** The memory of answers as the service has it. */
import type { ChangePoller } from '../../journal/changePoller.ts';
import type { Changes } from '../../journal/changes.ts';
import { type Meter, NO_METER } from '../../platform/telemetry/meter.ts';
import { KeptAnswers } from './keptAnswers.ts';

/** Megabytes of answers that are kept, unless the configuration says otherwise. */
export const DEFAULT_ANSWERS_MB = 32;

/** Milliseconds after which news of other processes are late: an answer may be this old, and no older. */
const LATE = 1_500;

export interface AnswerSources {
  readonly changes: Changes;
  /** Tells of what other processes change; nothing kept is answered before it has begun to. */
  readonly changePoller: Pick<ChangePoller, 'heardAt'>;
  readonly meter: Meter | undefined;
}

/** A memory of at most so many megabytes; null for none. */
export function createKeptAnswers(megabytes: number, sources: AnswerSources): KeptAnswers | null {
  if (megabytes === 0) return null;
  const { changes, changePoller, meter = NO_METER } = sources;
  const isCurrent = () => performance.now() - changePoller.heardAt < LATE;
  const answers = new KeptAnswers({ changes, maxBytes: megabytes * 2 ** 20, isCurrent });
  meter.gauges(
    {
      rozcestnik_answers_kept: 'Answers kept that have not changed',
      rozcestnik_answers_bytes: 'Memory that they take, roughly',
      rozcestnik_answers_hits: 'Questions answered from them since the start',
      rozcestnik_answers_misses: 'Questions that might have been, and were answered anew',
    },
    () => {
      const { answers: kept, bytes, hits, misses } = answers.figures;
      return {
        rozcestnik_answers_kept: kept,
        rozcestnik_answers_bytes: bytes,
        rozcestnik_answers_hits: hits,
        rozcestnik_answers_misses: misses,
      };
    },
  );
  return answers;
}
