import { builder } from '../../../graphql/builder.ts';
import { LocalizedInterface, requiredTextOf } from '../../../graphql/localized.ts';
import { useInputType } from '../../../graphql/zodInput.ts';
import { LevelOfAssuranceEnum } from '../../../identity/graphql/levelOfAssurance.ts';
import type { LevelOfAssurance } from '../../../kernel/viewer.ts';
import { CatalogueEntryRef } from '../../graphql/catalogueEntry.ts';
import { addContentMutations } from '../../graphql/editorial/contentMutations.ts';
import { addEntryQueries } from '../../graphql/entryFields.ts';
import { defineEntryFilter } from '../../graphql/entryFilter.ts';
import { levelTerm, term } from '../../terms.ts';
import { type DATA_VIEW_CONNECTIONS, type DataViewContent, dataViewContent, dataViewLink } from './content.ts';

type DataViewConnection = (typeof DATA_VIEW_CONNECTIONS)[number];

const DataViewConnectionEnum = builder.enumType('DataViewLink', {
  description: "Central shared service that a body's information system is connected through.",
  values: {
    CMS_2_0: { description: 'Centrální místo služeb 2.0, the government network hub.' },
    EGSB: { description: 'eGSB, the service bus between agenda information systems.' },
    OTHER_SHARED_SERVICE: { description: 'Another central shared service of eGovernment.' },
  } satisfies Record<DataViewConnection, object>,
});

const card = (row: { card: unknown }) => row.card as DataViewContent;

export const DataViewRef = builder.prismaNode('LiveEntry', {
  variant: 'DataView',
  description: "Data of a body's information system that the Portal shows to the person whom they concern.",
  interfaces: [CatalogueEntryRef, LocalizedInterface],
  select: { id: true, kind: true, title: true, card: true },
  id: { field: 'id' },
  fields: (t) => ({
    shownData: t.stringList({
      description: 'What is shown.',
      resolve: (row, _args, context, info) => card(row).shownData.map((data) => requiredTextOf(data, context, info)),
    }),
    sourceSystem: t.string({
      description: 'The information system that the data come from.',
      resolve: (row, _args, context, info) => requiredTextOf(card(row).sourceSystem, context, info),
    }),
    connectedThrough: t.field({
      type: DataViewConnectionEnum,
      description: 'The central shared service that the system is connected through.',
      resolve: (row) => card(row).connectedThrough,
    }),
    serviceCode: t.string({
      nullable: true,
      description: 'Service in the Register of Rights and Obligations (RPP), such as S123.',
      resolve: (row) => card(row).serviceCode,
    }),
    requiredLevel: t.field({
      type: LevelOfAssuranceEnum,
      nullable: true,
      description: 'Level of assurance that the data ask for.',
      resolve: (row) => card(row).requiredLevel,
    }),
  }),
});

interface DataViewConditions {
  connectedThrough?: DataViewConnection[] | null;
  serviceCodes?: string[] | null;
  requiredLevels?: LevelOfAssurance[] | null;
}

addEntryQueries({
  kind: 'dataView',
  type: DataViewRef,
  singular: 'dataView',
  plural: 'dataViews',
  noun: { one: 'data view', many: 'data views' },
  filter: defineEntryFilter<DataViewConditions>(
    'DataViewFilter',
    'Which data views to list; all the conditions given hold together.',
    (t) => ({
      connectedThrough: t.field({ type: [DataViewConnectionEnum], description: 'Connected through one of these.' }),
      serviceCodes: t.stringList({ description: 'Of one of these services in the RPP.' }),
      requiredLevels: t.field({
        type: [LevelOfAssuranceEnum],
        description: 'Asking for one of these levels of assurance.',
      }),
    }),
    (own) => [
      own.connectedThrough?.map((link) => term('connection', link)),
      own.serviceCodes?.map((code) => term('service', code)),
      own.requiredLevels?.map(levelTerm),
    ],
  ),
});

useInputType(dataViewLink, DataViewConnectionEnum);
addContentMutations({ kind: 'dataView', typeName: 'DataView', noun: 'a data view', content: dataViewContent });
