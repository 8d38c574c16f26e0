/** Facts that an applicant states of itself: what they are about, what follows from them, whether they can all be true. */
import { type Issue, invalidInput } from '../kernel/errors.ts';
import type { CooperationContent } from './checklist.ts';
import { say } from './messages.ts';

/** A statement of an applicant about a requirement or a condition. */
export interface Fact {
  /** Code of the requirement or of the condition. */
  readonly code: string;
  readonly holds: boolean;
  /** How it is met, in the applicant's words. */
  readonly detail?: string | null | undefined;
}

/** Facts that can be stated at once. */
const MAX_FACTS = 200;

/** What is known of an applicant. */
export interface Answers {
  /** True or false as stated, or as it follows from what is stated; null when nothing tells. */
  answerOf(code: string): boolean | null;
  /** The applicant's words about exactly this code. */
  detailOf(code: string): string | null;
}

/** From each code the codes that hold whenever it does, itself included. */
export type Consequences = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What follows from what: a requirement implies others and every condition that says the same or accepts more; a
 * condition that says the same as its requirement implies it too.
 */
export function consequencesIn({ types, requirements }: CooperationContent): Consequences {
  const codeOf = new Map(requirements.map(({ id, content }) => [id, content.code]));
  const edges = new Map<string, string[]>();
  const add = (from: string, to: readonly string[]) => edges.set(from, [...(edges.get(from) ?? []), ...to]);
  for (const { content } of requirements) {
    add(
      content.code,
      content.implies.flatMap((id) => codeOf.get(id) ?? []),
    );
  }
  for (const { code, nature, requirement, isWider } of types.flatMap(({ content }) => content.conditions)) {
    const required = requirement ? codeOf.get(requirement) : undefined;
    const isLinked = nature === 'PREREQUISITE' && required !== undefined;
    add(code, isLinked && !isWider ? [required] : []);
    if (isLinked) add(required, [code]);
  }
  return new Map([...edges.keys()].map((code) => [code, reachable(code, edges)]));
}

function reachable(start: string, edges: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set([start]);
  // A set is walked through what is added meanwhile, too.
  for (const code of found) for (const next of edges.get(code) ?? []) found.add(next);
  return found;
}

/**
 * What is known of an applicant that states `facts`; their order does not matter.
 * @throws DomainError INVALID_INPUT naming every unknown code and all facts that cannot be true together.
 */
export function readFacts(facts: readonly Fact[], consequences: Consequences): Answers {
  if (facts.length > MAX_FACTS) {
    const issue = { path: ['facts'], message: say('must have at most {max} facts', { max: MAX_FACTS }) };
    throw invalidInput(say('What is stated of the applicant'), [issue]);
  }
  const issues = [...unknownCodes(facts, consequences), ...contradictions(facts, consequences)];
  if (issues.length > 0) throw invalidInput(say('What is stated of the applicant'), issues);
  const holding = new Set(facts.flatMap(({ code, holds }) => (holds ? [...(consequences.get(code) ?? [])] : [])));
  const failing = new Set(facts.flatMap(({ code, holds }) => (holds ? [] : [code])));
  const fails = (code: string) => [...(consequences.get(code) ?? [])].some((one) => failing.has(one));
  const details = new Map(facts.flatMap(({ code, detail }) => (detail ? [[code, detail] as const] : [])));
  return {
    answerOf: (code) => (holding.has(code) ? true : fails(code) ? false : null),
    detailOf: (code) => details.get(code) ?? null,
  };
}

function unknownCodes(facts: readonly Fact[], consequences: Consequences): Issue[] {
  const known = [...consequences.keys()].toSorted().join(', ');
  return facts.flatMap(({ code }, index): Issue[] => {
    if (consequences.has(code)) return [];
    return [
      {
        path: ['facts', index, 'code'],
        message: say('must be the code of a requirement or a condition: {codes}', { codes: known }),
      },
    ];
  });
}

function contradictions(facts: readonly Fact[], consequences: Consequences): Issue[] {
  return facts.flatMap((fact, index): Issue[] => {
    const rival = facts.findIndex((other) => (fact.holds ? excludes(fact, other) : excludes(other, fact)));
    if (rival === -1) return [];
    const [place, code] = [`facts.${rival}`, facts[rival]?.code ?? ''];
    const message =
      code === fact.code
        ? say('contradicts {place}: {code} cannot hold and not hold', { place, code })
        : say('contradicts {place}: {code} and {other} cannot be so together', { place, code, other: fact.code });
    return [{ path: ['facts', index, 'holds'], message }];
  });

  function excludes(holding: Fact, failing: Fact): boolean {
    return holding.holds && !failing.holds && (consequences.get(holding.code)?.has(failing.code) ?? false);
  }
}
