/** What the two sides write into a request, checked. */
import { z } from 'zod';
import { code, email, httpsUrl, LIMITS, line, reference, text } from '../kernel/fields.ts';
import { LANGUAGES } from '../kernel/message.ts';
import { rule } from './messages.ts';

/** Longest texts, in Unicode code points. */
export const REQUEST_LIMITS = { purpose: 5_000, message: 5_000, remarks: 50, entries: 20, evidence: 50 } as const;

const TYPES = 10;
const FACTS = 200;

/** A statement of the applicant about a requirement or a condition. */
export const fact = z.strictObject({
  code,
  holds: z.boolean(),
  detail: line(LIMITS.shortText).nullable().default(null),
});

/** What an applicant says in its request. */
export const requestContent = z.strictObject({
  types: z
    .array(code)
    .min(1, rule('must name at least one type of cooperation'))
    .max(TYPES, rule('must have at most {max} types', { max: TYPES }))
    .transform((codes) => [...new Set(codes)]),
  purpose: text(REQUEST_LIMITS.purpose).nullable().default(null),
  facts: z
    .array(fact)
    .max(FACTS, rule('must have at most {max} facts', { max: FACTS }))
    .default([]),
  contactEmail: email.nullable().default(null),
  contactLocale: z.enum(LANGUAGES).default('cs'),
});
export type RequestFact = z.output<typeof fact>;

/** Kinds of entries that a request can ask to have published. */
export const ATTACHABLE_KINDS = ['tile', 'form', 'dataView'] as const;

/** Kinds of evidence. */
export const EVIDENCE_KINDS = ['URL', 'NOTE', 'FILE'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Something that proves a statement: exactly one thing. */
export const evidence = z.strictObject({
  code: code.nullable().default(null),
  url: httpsUrl.nullable().default(null),
  text: text(LIMITS.note).nullable().default(null),
  /** Id of a document that its author was let to send. */
  fileId: reference.nullable().default(null),
});

export const message = text(REQUEST_LIMITS.message);
export const optionalReason = text(LIMITS.note).nullable();

/** What is to be changed, or why it was rejected. */
export const remarks = z
  .array(z.strictObject({ code: code.nullable().default(null), text: text(LIMITS.note) }))
  .min(1, rule('must say at least one thing'))
  .max(REQUEST_LIMITS.remarks, rule('must have at most {max} items', { max: REQUEST_LIMITS.remarks }));
