/** The audit log as those read it who may. */
import type { AuditRecord } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { type Connection, connectionTypes, type PageArguments, toConnection } from '../../graphql/connection.ts';
import type { Context } from '../../graphql/context.ts';
import { encodeGlobalId } from '../../kernel/ids.ts';
import { assertMay } from '../../kernel/permissions.ts';
import type { AuditEntry } from '../audit.ts';
import { type AuditConditions, AuditObjectTypeEnum, AuditRecordFilter, auditWhere } from './auditFilter.ts';
import { planAuditPage } from './auditPage.ts';

/** Names of the GraphQL types of what records are about. */
const TYPE_NAMES: Record<AuditEntry['objectType'], string> = {
  entry: 'EditorialEntry',
  organization: 'Organization',
  category: 'Category',
  territory: 'Territory',
  release: 'Release',
  previewLink: 'PreviewLink',
  person: 'Person',
  session: 'Session',
  apiToken: 'ApiToken',
  grant: 'Grant',
  invitation: 'Invitation',
  emergencyCode: 'EmergencyCode',
  file: 'File',
  request: 'CooperationRequest',
  mail: 'MailDelivery',
};

/** A record with its id as text, as cursors have it. */
type AuditRow = Omit<AuditRecord, 'id'> & { readonly id: string; readonly isSealed: boolean };

interface AuditDetail {
  readonly name: string;
  readonly value: string | null;
}

const AuditDetailRef = builder.objectRef<AuditDetail>('AuditDetail').implement({
  description: 'A further fact about a change, such as the state that a version was in before.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is about, such as `from`.' }),
    value: t.exposeString('value', { nullable: true, description: 'The fact, as text.' }),
  }),
});

const AuditRecordRef = builder.objectRef<AuditRow>('AuditRecord').implement({
  authScopes: { may: 'audit.read' },
  description:
    'What was done by whom to what. Records are written with the change itself, are never altered or deleted, and hold no personal data and nothing of what was written.',
  fields: (t) => ({
    position: t.exposeString('id', {
      description:
        'Number of the record, growing with time, by which `npm run audit:verify` calls it. Numbers are left out: those of changes that failed.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was done.' }),
    actor: t.exposeString('actor', { description: 'Pseudonym of whoever did it.' }),
    action: t.exposeString('action', { description: 'What was done: object and verb, such as `version.approve`.' }),
    objectType: t.field({
      type: AuditObjectTypeEnum,
      description: 'What kind of thing it was done to.',
      resolve: ({ objectType }) => objectType,
    }),
    objectId: t.id({
      description: 'Global id of what it was done to.',
      resolve: ({ objectType, objectId }) =>
        encodeGlobalId(TYPE_NAMES[objectType as AuditEntry['objectType']], objectId),
    }),
    versionId: t.id({
      nullable: true,
      description: 'Global id of the version that it was done to.',
      resolve: ({ versionId }) => versionId && encodeGlobalId('EntryVersion', versionId),
    }),
    revision: t.exposeInt('revision', { nullable: true, description: 'Revision of the object after the change.' }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'Id of the request that asked for it; null for what was scheduled or done on the server itself.',
    }),
    fields: t.exposeStringList('fields', { description: 'Paths of the fields that were changed.' }),
    details: t.field({
      type: [AuditDetailRef],
      description: 'Further facts.',
      resolve: ({ details }) => detailsOf(details),
    }),
    digest: t.exposeString('digest', {
      description: 'SHA-256 of what was changed, hexadecimal: whoever has the change can prove that it was this one.',
    }),
    isSealed: t.exposeBoolean('isSealed', {
      description:
        'Whether it is in the chain already that shows any later change of the log; that takes some seconds.',
    }),
  }),
});

builder.queryField('auditRecords', (t) =>
  t.connection(
    {
      authScopes: { may: 'audit.read' },
      type: AuditRecordRef,
      nullable: true,
      description: 'The audit log, newest first; for approvers and administrators.',
      args: {
        filter: t.arg({ type: AuditRecordFilter, description: 'Which records to list; all when left out.' }),
      },
      resolve: (_root, { filter, ...page }, context) => listRecords(context, page, filter),
    },
    ...connectionTypes('AuditRecord', 'records of the audit log'),
  ),
);

async function listRecords(
  { runner, viewer }: Context,
  args: PageArguments,
  filter: AuditConditions | null | undefined,
): Promise<Connection<AuditRow>> {
  assertMay(viewer, 'audit.read');
  const { auditRecord } = runner.database;
  const { page, bounds, direction } = planAuditPage(args);
  const where = auditWhere(filter);
  const records = await auditRecord.findMany({
    where: { AND: [where, ...bounds] },
    orderBy: { id: direction },
    take: page.query.take,
    include: { seal: { select: { position: true } } },
  });
  const rows = records.map(({ seal, id, ...record }) => ({ ...record, id: String(id), isSealed: seal !== null }));
  return toConnection(page, rows, (take) => auditRecord.count({ where, take }));
}

function detailsOf(details: unknown): AuditDetail[] {
  const values = Object.entries(details as Record<string, unknown>);
  return values.map(([name, value]) => ({ name, value: value === null ? null : String(value) }));
}
