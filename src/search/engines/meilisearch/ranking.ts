/** The order of what Meilisearch found, by the same weights and rarities as in the embedded engine. Pure. */
import type { QueryTerm } from '../queryTerms.ts';
import type { Way } from '../question.ts';
import { PARTS, type Part, rarity } from '../weights.ts';
import { type Candidate, weightIn, weightOfBeginning } from './indexedDocument.ts';
import type { Lexicon } from './lexicon.ts';

/** Points of a document for one term of a query. */
type Points = (weights: Candidate['weights']) => number;

/** The candidates, the pinned ones in their order and then the best first. */
export function ranked(
  candidates: readonly Candidate[],
  ways: readonly Way[],
  pinned: readonly string[],
  lexicon: Lexicon,
): Candidate[] {
  const scored = ways.map((way) => scoreBy(way, lexicon));
  const scores = new Map(candidates.map((one) => [one, Math.max(0, ...scored.map((score) => score(one)))]));
  const placeOf = ({ id }: Candidate) => (pinned.includes(id) ? pinned.indexOf(id) : pinned.length);
  return candidates.toSorted(
    (one, other) => placeOf(one) - placeOf(other) || (scores.get(other) ?? 0) - (scores.get(one) ?? 0),
  );
}

/** Falls with the cube of the part of the query that a document lacks. */
function scoreBy({ words, shares, factor, coverage: least }: Way, lexicon: Lexicon): (candidate: Candidate) => number {
  const pointsOfWords = words.map((terms) => terms.map((term) => pointsOf(term, lexicon)));
  return ({ weights }) => {
    let [score, coverage] = [0, 0];
    pointsOfWords.forEach((ofWord, place) => {
      const points = ofWord.reduce((sum, ofTerm) => sum + ofTerm(weights), 0);
      score += points;
      if (points > 0) coverage += shares[place] as number;
    });
    return coverage >= least ? score * factor * coverage ** 3 : 0;
  };
}

function pointsOf({ term, weight, isPrefix }: QueryTerm, lexicon: Lexicon): Points {
  if (isPrefix) {
    const points = weight * rarity(lexicon.countOfBeginning(term), lexicon.documents);
    return (weights) => points * Math.max(...PARTS.map((part) => weightOfBeginning(weights[part] ?? '', term)));
  }
  const points = PARTS.map((part): [Part, number] => [
    part,
    weight * rarity(lexicon.count(part, term), lexicon.documents),
  ]);
  return (weights) => points.reduce((sum, [part, ofPart]) => sum + ofPart * weightIn(weights[part] ?? '', term), 0);
}
