/** What mails say: a table by event and recipient. */
import type { Message } from '../kernel/message.ts';
import type { RequestEventKind } from '../requests/events.ts';
import { say } from './messages.ts';
import type { Recipient } from './recipients.ts';

/** What a letter is about. */
export interface LetterFacts {
  readonly organization: string;
  /** Titles of the types of cooperation. */
  readonly types: string;
  /** By when the next step is expected, as a day in the reader's language; null when nobody waits. */
  readonly due: Message | null;
}

/** A letter before it is set. */
export interface Letter {
  readonly subject: Message;
  readonly paragraphs: readonly Message[];
}

/**
 * The subject that the agency prescribes for requests (cooperation brochure, section 1): exact, so that its mailbox sorts them
 * as it sorts those that people write themselves.
 */
export const AGENCY_SUBJECT = 'Žádost o vytvoření služby';

type Write = (facts: LetterFacts) => Letter;

const answerBy = (due: Message | null) => (due ? [say('You can expect an answer by {due}.', { due })] : []);
const actBy = (due: Message | null) => (due ? [say('The next step is expected by {due}.', { due })] : []);

const LETTERS: Record<Recipient, Partial<Record<RequestEventKind, Write>>> = {
  APPLICANT: {
    SUBMITTED: ({ organization, types, due }) => ({
      subject: say('We have your request: {organization}', { organization }),
      paragraphs: [
        say('We have received the request for cooperation of {organization}.', { organization }),
        say('Types of cooperation: {types}.', { types }),
        ...answerBy(due),
      ],
    }),
    CLAIMED: ({ organization, due }) => ({
      subject: say('Your request is being looked at: {organization}', { organization }),
      paragraphs: [
        say('Somebody at the agency now looks at the request for cooperation of {organization}.', { organization }),
        ...answerBy(due),
      ],
    }),
    CHANGES_REQUESTED: ({ organization, due }) => ({
      subject: say('Your request needs changes: {organization}', { organization }),
      paragraphs: [
        say('The agency asks for changes of the request for cooperation of {organization}:', { organization }),
        ...actBy(due),
      ],
    }),
    APPROVED: ({ organization, types }) => ({
      subject: say('Your request was approved: {organization}', { organization }),
      paragraphs: [
        say('The agency has approved the request for cooperation of {organization}.', { organization }),
        say('Types of cooperation: {types}.', { types }),
      ],
    }),
    REJECTED: ({ organization }) => ({
      subject: say('Your request was rejected: {organization}', { organization }),
      paragraphs: [say('The agency has rejected the request for cooperation of {organization}:', { organization })],
    }),
    MESSAGE_POSTED: ({ organization }) => ({
      subject: say('A message about your request: {organization}', { organization }),
      paragraphs: [say('The agency writes about the request for cooperation of {organization}:', { organization })],
    }),
    REMINDER: ({ organization, due }) => ({
      subject: say('Your request waits for you: {organization}', { organization }),
      paragraphs: [
        say('The request for cooperation of {organization} waits for the changes that the agency asked for.', {
          organization,
        }),
        ...actBy(due),
      ],
    }),
  },
  AGENCY: {
    SUBMITTED: ({ organization, types, due }) => ({
      subject: () => AGENCY_SUBJECT,
      paragraphs: [
        say('{organization} asks for cooperation.', { organization }),
        say('Types of cooperation: {types}.', { types }),
        ...actBy(due),
      ],
    }),
    WITHDRAWN: ({ organization }) => ({
      subject: say('Request withdrawn: {organization}', { organization }),
      paragraphs: [say('{organization} has withdrawn its request for cooperation.', { organization })],
    }),
    MESSAGE_POSTED: ({ organization }) => ({
      subject: say('A message about a request: {organization}', { organization }),
      paragraphs: [say('{organization} writes about its request for cooperation:', { organization })],
    }),
    REMINDER: ({ organization, due }) => ({
      subject: say('A request waits: {organization}', { organization }),
      paragraphs: [
        say('The request for cooperation of {organization} waits for the agency.', { organization }),
        ...actBy(due),
      ],
    }),
  },
};

/** The letter about an event; null when the recipient is not told of such. */
export function letterOf(event: RequestEventKind, recipient: Recipient, facts: LetterFacts): Letter | null {
  return LETTERS[recipient][event]?.(facts) ?? null;
}
