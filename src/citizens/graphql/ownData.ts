/** Export of one's own data: the GraphQL answer is the JSON document. */
import { kindOf } from '../../catalogue/kinds/registry.ts';
import { builder } from '../../graphql/builder.ts';
import { LevelOfAssuranceEnum } from '../../identity/graphql/levelOfAssurance.ts';
import { encodeGlobalId } from '../../kernel/ids.ts';
import type { LevelOfAssurance } from '../../kernel/viewer.ts';
import { type OwnData, readOwnData } from '../reads/ownData.ts';

const OwnSessionDataRef = builder.objectRef<OwnData['sessions'][number]>('OwnSessionData').implement({
  description: 'A session as it is kept.',
  fields: (t) => ({
    roles: t.stringList({ description: 'Roles that the issuer gave.', resolve: ({ roles }) => roles }),
    level: t.exposeString('level', { nullable: true, description: 'Level of assurance, where the issuer has levels.' }),
    ico: t.exposeString('ico', { nullable: true, description: 'IČO of the organization that the issuer vouched for.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When they signed in.' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', description: 'When it was last used.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends at the latest.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it was ended early.' }),
  }),
});

const OwnGrantDataRef = builder.objectRef<OwnData['grants'][number]>('OwnGrantData').implement({
  description: 'Leave to act for an organization, as it is kept.',
  fields: (t) => ({
    organizationId: t.field({
      type: 'ID',
      description: 'Global id of the organization.',
      resolve: ({ organizationId }) => encodeGlobalId('Organization', organizationId),
    }),
    role: t.exposeString('role', { description: 'Role that it gives.' }),
    source: t.exposeString('source', { description: 'Where it comes from.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was given.' }),
    validUntil: t.expose('validUntil', { type: 'DateTime', nullable: true, description: 'When it ends by itself.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it was ended.' }),
  }),
});

const OwnPinDataRef = builder.objectRef<OwnData['pins'][number]>('OwnPinData').implement({
  description: 'A pin as it is kept, whether its entry can be seen now or not.',
  fields: (t) => ({
    entryId: t.field({
      type: 'ID',
      description: 'Global id of the entry.',
      resolve: ({ entryId, kind }) => encodeGlobalId(kindOf(kind).typeName, entryId),
    }),
    position: t.exposeInt('position', { description: 'Place in the order, from 0.' }),
    pinnedAt: t.expose('pinnedAt', { type: 'DateTime', description: 'When it was pinned.' }),
  }),
});

const OwnDataRef = builder.objectRef<OwnData>('OwnData').implement({
  description: 'All that is kept of a person. Their name is not: it is sealed in the session and goes with it.',
  fields: (t) => ({
    pseudonym: t.exposeString('pseudonym', { description: "Keyed hash of the issuer's identifier of the person." }),
    realm: t.exposeString('realm', { description: 'Whose issuer knows them: CITIZENS or OFFICIALS.' }),
    level: t.field({
      type: LevelOfAssuranceEnum,
      nullable: true,
      description: 'Level of assurance of the last sign-in.',
      resolve: ({ level }) => level as LevelOfAssurance | null,
    }),
    consentAt: t.expose('consentAt', { type: 'DateTime', nullable: true, description: 'When they consented to pins.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When they first signed in.' }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime', description: 'When they last signed in.' }),
    sessions: t.field({ type: [OwnSessionDataRef], description: 'Sessions.', resolve: ({ sessions }) => sessions }),
    grants: t.field({ type: [OwnGrantDataRef], description: 'Leave to act.', resolve: ({ grants }) => grants }),
    pins: t.field({ type: [OwnPinDataRef], description: 'Pins in their order.', resolve: ({ pins }) => pins }),
  }),
});

builder.queryField('myData', (t) =>
  t.field({
    authScopes: { may: 'ownData.export' },
    type: OwnDataRef,
    nullable: true,
    description: 'Export of all that is kept of the person who asks; null when nothing is.',
    resolve: (_root, _args, { runner, viewer: { personId } }) =>
      personId ? readOwnData(runner.database, personId) : null,
  }),
);
