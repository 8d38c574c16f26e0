/** The order of what Meilisearch found: BM25+ over its fields, as MiniSearch counts it for the embedded engine. Pure. */
import { BOOSTS, COVERAGE, type Field } from '../fields.ts';
import { type Candidate, timesIn } from './indexedDocument.ts';
import type { Lexicon } from './lexicon.ts';
import type { Way } from './plan.ts';

/** Parameters of BM25+: how soon repeating a word stops to count, how much the length does, and the least for a word. */
const K = 1.2;
const B = 0.7;
const DELTA = 0.5;

/** The candidates, the pinned ones in their order and then the best first. */
export function ranked(
  candidates: readonly Candidate[],
  ways: readonly Way[],
  pinned: readonly string[],
  lexicon: Lexicon,
): Candidate[] {
  const scores = new Map(candidates.map((one) => [one.id, Math.max(...ways.map((way) => scoreOf(one, way, lexicon)))]));
  const placeOf = ({ id }: Candidate) => (pinned.includes(id) ? pinned.indexOf(id) : pinned.length);
  return candidates.toSorted(
    (one, other) => placeOf(one) - placeOf(other) || (scores.get(other.id) ?? 0) - (scores.get(one.id) ?? 0),
  );
}

/** Falls with the cube of the words that the document lacks. */
function scoreOf(candidate: Candidate, { words, factor }: Way, lexicon: Lexicon): number {
  let [score, met] = [0, 0];
  for (const terms of words) {
    const ofWord = terms.reduce((sum, { term, weight }) => sum + weight * weightOf(term, candidate, lexicon), 0);
    score += ofWord;
    if (ofWord > 0) met += 1;
  }
  const coverage = met / words.length;
  return coverage >= COVERAGE ? score * factor * coverage ** 3 : 0;
}

function weightOf(term: string, { bags, lengths }: Candidate, lexicon: Lexicon): number {
  let weight = 0;
  for (const field of Object.keys(bags) as Field[]) {
    const times = timesIn(bags[field] ?? '', term);
    if (times === 0) continue;
    const length = (lengths[field] ?? 0) / lexicon.averageLength(field);
    const frequent = (times * (K + 1)) / (times + K * (1 - B + B * length));
    weight += BOOSTS[field] * rarity(lexicon.count(field, term), lexicon.documents) * (DELTA + frequent);
  }
  return weight;
}

/** Of a term that so many of the documents have. */
function rarity(having: number, documents: number): number {
  const known = Math.min(having, documents);
  return Math.log(1 + (documents - known + 0.5) / (known + 0.5));
}
