/** Answers that have not changed, in the memory of this process: dropped when something that they were made from changes. */
import { LRUCache } from 'lru-cache';
import { type Use, Uses } from '../../graphql/uses.ts';
import type { Changes, ChangeTag } from '../../journal/changes.ts';
import type { OperationFacts } from '../requestFacts.ts';

/** An answer over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** What was asked, for whoever counts operations. */
  readonly operation: OperationFacts | undefined;
}

interface Kept {
  readonly answer: Answer;
  readonly uses: ReadonlySet<Use>;
  /** When it is too old whatever changes, in milliseconds of `performance.now()`. */
  readonly until: number;
}

/** Milliseconds that an answer of the search index is kept: the index follows changes later, and tells nobody. */
const SEARCH_LIFETIME = 1_000;
/** Rough bytes of what is kept beside an answer's body: for itself, and for each note. */
const OVERHEAD = 1_000;
const OVERHEAD_OF_USE = 150;
/** Questions remembered whose answers cannot be kept. */
const MAX_UNKEPT = 2_000;

export interface KeptAnswersOptions {
  readonly changes: Changes;
  /** Bytes of memory at the most. */
  readonly maxBytes: number;
  /** Whether changes of other processes are being heard of: while they are not, nothing kept is answered. */
  readonly isCurrent: () => boolean;
}

export class KeptAnswers {
  readonly #isCurrent: () => boolean;
  readonly #kept: LRUCache<string, Kept>;
  readonly #keysByUse = new Map<Use, Set<string>>();
  readonly #underWay = new Map<string, Promise<Answer>>();
  readonly #unkept = new LRUCache<string, true>({ max: MAX_UNKEPT });
  /** Announcements heard of: an answer made across one may be of before it. */
  #heard = 0;
  #hits = 0;
  #misses = 0;

  constructor({ changes, maxBytes, isCurrent }: KeptAnswersOptions) {
    this.#isCurrent = isCurrent;
    this.#kept = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ answer, uses }, key) =>
        answer.body.length + key.length + OVERHEAD + uses.size * OVERHEAD_OF_USE,
      dispose: ({ uses }, key) => this.#unlist(key, uses),
    });
    changes.subscribe((tags) => this.#forget(tags));
  }

  /** For metrics. */
  get figures() {
    return { hits: this.#hits, misses: this.#misses, answers: this.#kept.size, bytes: this.#kept.calculatedSize };
  }

  /** The answer to a question, if it is kept. */
  find(key: string): Answer | undefined {
    const kept = this.#isCurrent() ? this.#kept.get(key) : undefined;
    if (!kept || kept.until < performance.now()) return undefined;
    this.#hits += 1;
    return kept.answer;
  }

  /**
   * Makes the answer to a question that is not kept, and keeps it if that may be. Who asks the same meanwhile is answered the
   * same, unless something has changed since it was begun: also that the service cannot answer now, for to try that again for
   * each of them would make them wait twice, and a database that is overloaded worse.
   */
  async make(key: string, make: (uses: Uses) => Promise<Answer>): Promise<Answer> {
    const underWay = this.#underWay.get(key);
    if (underWay) {
      const answer = await underWay.catch(() => undefined);
      // What else cannot be kept is of whoever asked: everybody else is answered for themselves.
      if (answer && (isOutage(answer) || !this.#unkept.has(key))) return answer;
    }
    this.#misses += 1;
    if (this.#unkept.has(key)) return this.#makeOnce(key, make);
    const making = this.#makeOnce(key, make);
    this.#underWay.set(key, making);
    try {
      return await making;
    } finally {
      if (this.#underWay.get(key) === making) this.#underWay.delete(key);
    }
  }

  async #makeOnce(key: string, make: (uses: Uses) => Promise<Answer>): Promise<Answer> {
    const heard = this.#heard;
    const uses = new Uses();
    const answer = await make(uses);
    if (isOutage(answer)) return answer;
    const { noted } = uses;
    if (!noted || answer.status !== 200) {
      this.#unkept.set(key, true);
      return answer;
    }
    this.#unkept.delete(key);
    if (heard === this.#heard) this.#keep(key, answer, noted);
    return answer;
  }

  #keep(key: string, answer: Answer, uses: ReadonlySet<Use>): void {
    const until = uses.has('search:*') ? performance.now() + SEARCH_LIFETIME : Number.POSITIVE_INFINITY;
    this.#kept.set(key, { answer, uses, until });
    // It may be too large to be kept.
    if (!this.#kept.has(key)) return;
    for (const use of uses) {
      const keys = this.#keysByUse.get(use);
      if (keys) keys.add(key);
      else this.#keysByUse.set(use, new Set([key]));
    }
  }

  #unlist(key: string, uses: ReadonlySet<Use>): void {
    for (const use of uses) {
      const keys = this.#keysByUse.get(use);
      keys?.delete(key);
      if (keys?.size === 0) this.#keysByUse.delete(use);
    }
  }

  #forget(tags: readonly ChangeTag[]): void {
    this.#heard += 1;
    this.#underWay.clear();
    for (const use of reachedBy(tags, this.#keysByUse)) {
      for (const key of this.#keysByUse.get(use) ?? []) this.#kept.delete(key);
    }
  }
}

/** Whether the service says that it cannot answer now, whatever is asked (RFC 9110, section 15.6.4). */
function isOutage({ status }: Answer): boolean {
  return status === 503;
}

/** What changes reach: the rows themselves, and whatever is of all rows of their sort. */
function reachedBy(tags: readonly ChangeTag[], known: ReadonlyMap<Use, unknown>): Set<Use> {
  const reached = new Set<Use>();
  for (const tag of tags) {
    reached.add(tag);
    reached.add(`${tag.split(':')[0]}:*` as Use);
  }
  // Who changes entries says of which kinds they are; where somebody does not, all kinds count.
  if (reached.has('entry:*') && !reached.has('kind:*')) {
    for (const use of known.keys()) if (use.startsWith('kind:')) reached.add(use);
  }
  return reached;
}
