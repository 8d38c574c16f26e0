/** What goes into the audit log. */
import type { Prisma } from '../generated/prisma/client.ts';
import { digestOf } from '../kernel/digest.ts';

/** What was done to an object. Never a personal datum: paths and states, no values. */
export interface AuditEntry {
  /** Object and verb, such as `version.approve`. */
  readonly action: string;
  readonly objectType:
    | 'entry'
    | 'organization'
    | 'category'
    | 'territory'
    | 'release'
    | 'previewLink'
    | 'person'
    | 'session'
    | 'apiToken'
    | 'grant'
    | 'invitation'
    | 'emergencyCode'
    | 'file'
    | 'request'
    | 'mail';
  readonly objectId: string;
  readonly versionId?: string;
  /** Revision of the object after the change. */
  readonly revision?: number;
  /** Paths of the fields that changed. */
  readonly fields?: readonly string[];
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
  /** What was changed; only its digest is kept. */
  readonly change?: unknown;
}

/** Who did it, when, and in answer to which request. */
export interface AuditCircumstances {
  readonly actor: string;
  readonly at: Date;
  readonly requestId: string | null;
}

/** The row of an audit entry. */
export function auditRow(entry: AuditEntry, circumstances: AuditCircumstances): Prisma.AuditRecordCreateManyInput {
  const { change, fields = [], details = {}, ...facts } = entry;
  return {
    ...circumstances,
    ...facts,
    fields: [...fields],
    details,
    digest: digestOf(change ?? { ...facts, fields, details }),
  };
}
