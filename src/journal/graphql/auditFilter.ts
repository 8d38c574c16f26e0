import { builder } from '../../graphql/builder.ts';
import {
  type Combinators,
  composeFilter,
  type DateTimeRange,
  DateTimeRangeInput,
  inRange,
  isOneOf,
} from '../../graphql/filter.ts';
import { decodeGlobalId, idOf } from '../../kernel/ids.ts';
import type { AuditEntry } from '../audit.ts';

type ObjectType = AuditEntry['objectType'];

const OBJECT_TYPE_NAMES: Record<ObjectType, [name: string, description: string]> = {
  entry: ['ENTRY', 'An entry of the catalogue.'],
  organization: ['ORGANIZATION', 'An organization.'],
  category: ['CATEGORY', 'A category.'],
  territory: ['TERRITORY', 'A territory.'],
  release: ['RELEASE', 'A release, which publishes several versions at once.'],
  previewLink: ['PREVIEW_LINK', 'A link that shows what is not published yet.'],
  person: ['PERSON', 'Somebody who has signed in, by pseudonym.'],
  session: ['SESSION', 'Sessions of several people.'],
  apiToken: ['API_TOKEN', 'A token by which a system calls the API.'],
  grant: ['GRANT', 'Leave of a person to act for an organization.'],
  invitation: ['INVITATION', 'An invitation to act for an organization.'],
  emergencyCode: ['EMERGENCY_CODE', 'A way in for an administrator, made on the server.'],
  file: ['FILE', 'A file that somebody was let to send.'],
  request: ['REQUEST', "An organization's request for cooperation."],
  mail: ['MAIL', 'A mail about a request.'],
};

export const AuditObjectTypeEnum = builder.enumType('AuditObjectType', {
  description: 'What kinds of things the audit log tells of.',
  values: Object.fromEntries(
    Object.entries(OBJECT_TYPE_NAMES).map(([value, [name, description]]) => [name, { value, description }]),
  ),
});

/** Which records to list. */
export interface AuditConditions extends Combinators<AuditConditions> {
  actors?: string[] | null;
  actions?: string[] | null;
  objectTypes?: string[] | null;
  objectIds?: string[] | null;
  versionIds?: string[] | null;
  requestIds?: string[] | null;
  at?: DateTimeRange | null;
}

export const AuditRecordFilter = builder.inputRef<AuditConditions>('AuditRecordFilter');
AuditRecordFilter.implement({
  description: 'Which records of the audit log to list; all the conditions given hold together.',
  fields: (t) => ({
    and: t.field({ type: [AuditRecordFilter], description: 'All of these hold too.' }),
    or: t.field({ type: [AuditRecordFilter], description: 'At least one of these holds too.' }),
    not: t.field({ type: AuditRecordFilter, description: 'This does not hold.' }),
    actors: t.stringList({ description: 'By one of these pseudonyms.' }),
    actions: t.stringList({ description: 'Of one of these actions, such as `version.approve`.' }),
    objectTypes: t.field({ type: [AuditObjectTypeEnum], description: 'About things of one of these kinds.' }),
    objectIds: t.idList({ description: 'About one of the objects with these global ids.' }),
    versionIds: t.idList({ description: 'About one of the versions with these global ids.' }),
    requestIds: t.stringList({ description: 'Written in answer to one of the requests with these ids.' }),
    at: t.field({ type: DateTimeRangeInput, description: 'Of changes made in this span of time.' }),
  }),
});

/**
 * The database condition of an {@link AuditRecordFilter}.
 * @throws DomainError INVALID_ID for ids that are none, or not of versions where those are asked for.
 */
export function auditWhere(filter: AuditConditions | null | undefined): object {
  return composeFilter(filter, (one) => [
    ...isOneOf('actor', one.actors),
    ...isOneOf('action', one.actions),
    ...isOneOf('objectType', one.objectTypes),
    // Of an entry there are several global ids, as editors and as readers see it; the id in them is the same.
    ...isOneOf(
      'objectId',
      one.objectIds?.map((id) => decodeGlobalId(id).id),
    ),
    ...isOneOf(
      'versionId',
      one.versionIds?.map((id) => idOf('EntryVersion', id)),
    ),
    ...isOneOf('requestId', one.requestIds),
    ...inRange('at', one.at),
  ]);
}
