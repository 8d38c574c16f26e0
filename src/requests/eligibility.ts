/** What keeps a request from being submitted, and what the agency is only told of: ADR 64. */
import { type AssessedItem, distinct, type TypeAssessment } from '../cooperation/assessment.ts';
import { isProseOnly, questionOf, titleOf } from '../cooperation/checklist.ts';
import { DomainError, type Issue, invalidInput } from '../kernel/errors.ts';
import { type Localized, serve } from '../kernel/locale.ts';
import { joined, type Message } from '../kernel/message.ts';
import { say } from './messages.ts';

/** Items of the checklists of all types that a request is for, by what they mean for it; each once. */
export interface Judgement {
  /** The applicant has not said whether they hold: keeps it from being submitted. */
  readonly unanswered: readonly AssessedItem[];
  /** The requirements matrix asks for them, and they do not hold: keeps it from being submitted. */
  readonly blocking: readonly AssessedItem[];
  /** Only prose asks for them, or sources disagree: the agency is told and decides. */
  readonly informing: readonly AssessedItem[];
}

/** Judges a request by the assessment of the types that it is for. */
export function judge(assessments: readonly TypeAssessment[]): Judgement {
  const unmet = assessments.flatMap((type) => type.unmet);
  const once = (items: readonly AssessedItem[]) => distinct(items, ({ item }) => item.code);
  const isTold = ({ item, isDisputed }: AssessedItem) => isDisputed || isProseOnly(item);
  return {
    unanswered: once(unmet.filter(({ answer, isDisputed }) => answer === null && !isDisputed)),
    blocking: once(unmet.filter((one) => one.answer === false && !isTold(one))),
    informing: once(unmet.filter((one) => isTold(one) && (one.answer === false || one.isDisputed))),
  };
}

/** Codes of all that the applicant says does not hold: what it lacks. */
export function shortfallsOf({ blocking, informing }: Judgement): string[] {
  return [...new Set([...blocking, ...informing].map(({ item }) => item.code))];
}

/**
 * @throws DomainError INVALID_INPUT naming every question that has no answer; NOT_ELIGIBLE naming everything that the
 *   matrix asks for and that does not hold.
 */
export function assertSubmittable({ unanswered, blocking }: Judgement): void {
  if (unanswered.length > 0) {
    throw invalidInput(
      say('The checklist'),
      unanswered.map(({ item }): Issue => {
        const question = textIn(questionOf(item) ?? titleOf(item));
        const message = say('must be answered by a fact: {question}', { question });
        return { path: ['facts', item.code], message };
      }),
    );
  }
  if (blocking.length === 0) return;
  const issues = blocking.map(({ item }): Issue => {
    const message = say('must hold before this can be asked for: {title}', { title: textIn(titleOf(item)) });
    return { path: ['facts', item.code], message };
  });
  const codes = joined(blocking.map(({ item }) => item.code));
  throw new DomainError('NOT_ELIGIBLE', say('What the types ask for does not hold yet: {codes}.', { codes }), issues);
}

function textIn(texts: Localized): Message {
  return (language) => serve(texts, language).value;
}
