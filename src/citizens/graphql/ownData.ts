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

const IssuedTokenDataRef = builder.objectRef<OwnData['apiTokens'][number]>('IssuedTokenData').implement({
  description: 'An API token that a person issued, as it is kept.',
  fields: (t) => ({
    organizationId: t.field({
      type: 'ID',
      description: 'Global id of the organization that it calls for.',
      resolve: ({ organizationId }) => encodeGlobalId('Organization', organizationId),
    }),
    name: t.exposeString('name', { description: 'What it is for.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was issued.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'From when on it is not good any more.' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'When it was revoked.' }),
  }),
});

const IssuedInvitationDataRef = builder.objectRef<OwnData['invitations'][number]>('IssuedInvitationData').implement({
  description: 'An invitation that a person made, as it is kept, with the leave that came of it.',
  fields: (t) => ({
    organizationId: t.field({
      type: 'ID',
      description: 'Global id of the organization to act for.',
      resolve: ({ organizationId }) => encodeGlobalId('Organization', organizationId),
    }),
    role: t.exposeString('role', { description: 'Role that it gives.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be accepted.' }),
    acceptedAt: t.expose('acceptedAt', { type: 'DateTime', nullable: true, description: 'When it was accepted.' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'When it was taken back.' }),
    grantEndedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the leave that came of it was ended; null while it holds, and when none came.',
      resolve: ({ grant }) => grant?.endedAt ?? null,
    }),
  }),
});

const MentionRef = builder.objectRef<OwnData['mentions'][number]>('OwnMention').implement({
  description: 'Where the pseudonym of a person stands beside what they did.',
  fields: (t) => ({
    object: t.exposeString('table', { description: 'What kind of object, such as ApiToken or RequestMessage.' }),
    count: t.exposeInt('rows', { description: 'How many of them.' }),
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
    apiTokens: t.field({
      type: [IssuedTokenDataRef],
      description: 'API tokens that they issued for organizations.',
      resolve: ({ apiTokens }) => apiTokens,
    }),
    invitations: t.field({
      type: [IssuedInvitationDataRef],
      description: 'Invitations that they made for organizations, with the leave that came of each.',
      resolve: ({ invitations }) => invitations,
    }),
    mentions: t.field({
      type: [MentionRef],
      description:
        'Where their pseudonym stands beside what they did, the audit log apart; what has none is not listed.',
      resolve: ({ mentions }) => mentions,
    }),
    pins: t.field({ type: [OwnPinDataRef], description: 'Pins in their order.', resolve: ({ pins }) => pins }),
  }),
});

builder.queryField('myData', (t) =>
  t.field({
    authScopes: { may: 'ownData.export' },
    type: OwnDataRef,
    nullable: true,
    description: 'Export of all that is kept of the person who asks; null when nothing is.',
    resolve: (_root, _args, { runner, viewer }) => (viewer.personId ? readOwnData(runner.database, viewer) : null),
  }),
);
