import { z } from 'zod';
import { code, httpsUrl, LIMITS, line, localized, reference, text } from '../../../kernel/fields.ts';
import { rule } from '../../messages.ts';
import { commonContent, contact, link, sources } from '../common.ts';

/** Applicants whom the brochure addresses, opening question. */
export const APPLICANT_KINDS = ['MUNICIPALITY', 'REGION', 'CENTRAL_AUTHORITY', 'PRIVATE_LAW_DATA_USER'] as const;

/** PREREQUISITE must hold; SUITABILITY says for whom the type is meant and blocks nobody. */
export const CONDITION_NATURES = ['PREREQUISITE', 'SUITABILITY'] as const;

export const applicantKind = z.enum(APPLICANT_KINDS);
export const conditionNature = z.enum(CONDITION_NATURES);

const cell = z
  .strictObject({
    requirement: reference.describe('The requirement.'),
    isRequired: z.boolean().describe('Whether the type asks for it; false for a blank cell of the document.'),
    sources: sources.describe('Documents and places that the cell comes from.'),
    note: localized(text(LIMITS.note)).optional().describe('Explanation of the cell.'),
  })
  .describe('A cell of the requirements matrix.');

const condition = z
  .strictObject({
    code: code.describe('Stable code, such as NO_FURTHER_REGISTRATION.'),
    nature: conditionNature.describe('What follows when it does not hold.'),
    text: localized(text(LIMITS.note)).describe('What the condition says.'),
    question: localized(line(LIMITS.shortText)).optional().describe('What an applicant is asked about it.'),
    requirement: reference.nullable().default(null).describe('The requirement that it belongs to, if there is one.'),
    isWider: z
      .boolean()
      .default(false)
      .describe('Whether it accepts more than the requirement that it belongs to; false when both say the same.'),
    howToMeet: localized(text(LIMITS.note))
      .optional()
      .describe('What to do in order to meet it, where no requirement says so.'),
    verifiedBy: localized(line(LIMITS.name)).optional().describe('Who verifies it, where no requirement says so.'),
    sources: sources.describe('Where it is stated.'),
    note: localized(text(LIMITS.note)).optional().describe('Explanation, such as a contradiction between documents.'),
  })
  .describe('A condition that a document states, in its requirements table or outside it.');

const disagreement = z
  .strictObject({
    code: code.describe('Stable code, such as NIA_IN_MATRIX_ONLY.'),
    text: localized(text(LIMITS.note)).describe('What the sources say.'),
    reading: localized(text(LIMITS.note)).describe('How it is read here, and why.'),
    sources: sources.describe('The places that disagree.'),
  })
  .describe('A place where sources contradict each other or leave something out.');

const step = z
  .strictObject({
    title: localized(line(LIMITS.title)).describe('What is done.'),
    text: localized(text(LIMITS.note)).describe('How it is done.'),
    url: httpsUrl.optional().describe('Where it is done.'),
  })
  .describe('A step of a process.');

const links = z.array(link).max(30).default([]).describe('Where to read more.');

/** A way to cooperate with the Portal, with what it asks for and how it goes. */
export const cooperationTypeContent = commonContent.extend({
  code: code.describe('Stable code, such as TILE.'),
  position: z.int().min(1).max(1_000).describe("Place among the types, as in the document's table, from 1."),
  applicantKinds: z
    .array(applicantKind)
    .min(1, rule('must name at least one kind of applicant'))
    .describe('Who may apply.'),
  requirements: z.array(cell).max(50).default([]).describe('Cells of the requirements matrix for this type.'),
  conditions: z
    .array(condition)
    .max(50)
    .default([])
    .describe('Conditions stated in the prose, the table or later guidance.'),
  disagreements: z
    .array(disagreement)
    .max(50)
    .default([])
    .describe('Where sources contradict each other, and how that is read here.'),
  steps: z.array(step).max(30).default([]).describe('Steps of the process, in order.'),
  contact: contact.describe('Whom to write to.'),
  links,
});
export type CooperationTypeContent = z.output<typeof cooperationTypeContent>;
