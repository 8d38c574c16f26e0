import { z } from 'zod';
import { code, httpsUrl, LIMITS, line, localized, reference, text } from '../../../kernel/fields.ts';
import { commonContent, contact, link, sources } from '../common.ts';

/** Applicants whom the brochure addresses, opening question. */
export const APPLICANT_KINDS = ['MUNICIPALITY', 'REGION', 'CENTRAL_AUTHORITY', 'PRIVATE_LAW_DATA_USER'] as const;

/** PREREQUISITE must hold; SUITABILITY says for whom the type is meant and blocks nobody. */
export const CONDITION_NATURES = ['PREREQUISITE', 'SUITABILITY'] as const;

/** One cell of the requirements matrix; a blank cell of the document is `isRequired: false`. */
const cell = z.strictObject({
  requirement: reference,
  isRequired: z.boolean(),
  sources,
  note: localized(text(LIMITS.note)).optional(),
});

/** A condition that the prose states, in the matrix or outside it. */
const condition = z.strictObject({
  code,
  nature: z.enum(CONDITION_NATURES),
  text: localized(text(LIMITS.note)),
  /** The requirement that the condition belongs to, if there is one. */
  requirement: reference.nullable().default(null),
  sources,
  note: localized(text(LIMITS.note)).optional(),
});

const step = z.strictObject({
  title: localized(line(LIMITS.title)),
  text: localized(text(LIMITS.note)),
  url: httpsUrl.optional(),
});

/** A way to cooperate with the Portal, with what it asks for and how it goes. */
export const cooperationTypeContent = commonContent.extend({
  code,
  /** Place among the types, as in the document's table, from 1. */
  position: z.int().min(1).max(1_000),
  applicantKinds: z.array(z.enum(APPLICANT_KINDS)).min(1, 'must name at least one kind of applicant'),
  requirements: z.array(cell).max(50).default([]),
  conditions: z.array(condition).max(50).default([]),
  steps: z.array(step).max(30).default([]),
  contact,
  links: z.array(link).max(30).default([]),
});
export type CooperationTypeContent = z.output<typeof cooperationTypeContent>;
