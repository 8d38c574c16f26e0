import { SourceRef } from '../../catalogue/graphql/shared.ts';
import { CooperationTypeRef } from '../../catalogue/kinds/cooperationType/graphql.ts';
import { RequirementRef } from '../../catalogue/kinds/requirement/graphql.ts';
import type { LiveEntry } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { chooseScope } from '../../graphql/context.ts';
import { costs } from '../../graphql/limits/cost.ts';
import { asOfArgument, localeArgument, textOf } from '../../graphql/localized.ts';
import { buildMatrix, type Matrix, type MatrixCell, type RequirementEntry, type TypeEntry } from '../matrix.ts';
import { findAllOf } from './publishedContent.ts';

type Cell = MatrixCell<LiveEntry, LiveEntry>;

const MatrixCellRef = builder.objectRef<Cell>('RequirementsMatrixCell').implement({
  description: 'Whether one type of cooperation asks for one requirement.',
  fields: (t) => ({
    cooperationType: t.expose('cooperationType', { type: CooperationTypeRef, description: 'The column: the type.' }),
    requirement: t.expose('requirement', { type: RequirementRef, description: 'The row: the requirement.' }),
    isRequired: t.exposeBoolean('isRequired', {
      description: 'Whether the type asks for it. False stands for a blank cell: not required, never forbidden.',
    }),
    sources: t.field({
      type: [SourceRef],
      description: 'Documents and places that the cell comes from.',
      resolve: ({ stated }) => stated?.sources ?? [],
    }),
    note: t.string({
      nullable: true,
      description: 'Explanation of the cell.',
      resolve: ({ stated }, _args, context, info) => textOf(stated?.note, context, info),
    }),
  }),
});

const MatrixRowRef = builder
  .objectRef<Matrix<LiveEntry, LiveEntry>['rows'][number]>('RequirementsMatrixRow')
  .implement({
    description: 'A requirement and its cells.',
    fields: (t) => ({
      requirement: t.expose('requirement', { type: RequirementRef, description: 'The requirement.' }),
      cells: t.field({
        type: [MatrixCellRef],
        description: 'One cell for each type of cooperation, in the order of `cooperationTypes`.',
        resolve: ({ cells }) => [...cells],
      }),
    }),
  });

const RequirementsMatrixRef = builder.objectRef<Matrix<LiveEntry, LiveEntry>>('RequirementsMatrix').implement({
  description: 'What each type of cooperation asks of the applicant: types × requirements.',
  fields: (t) => ({
    cooperationTypes: t.field({
      type: [CooperationTypeRef],
      description: 'The columns: published types of cooperation in the order of the brochure.',
      resolve: ({ cooperationTypes }) => [...cooperationTypes],
    }),
    requirements: t.field({
      type: [RequirementRef],
      description: 'The rows: requirements that the matrix speaks of, in the order of the brochure.',
      resolve: ({ requirements }) => [...requirements],
    }),
    rows: t.field({
      type: [MatrixRowRef],
      description: 'The requirements with their cells.',
      resolve: ({ rows }) => [...rows],
    }),
    cells: t.field({
      type: [MatrixCellRef],
      description: 'All cells, row by row.',
      resolve: ({ rows }) => rows.flatMap(({ cells }) => cells),
    }),
  }),
});

builder.queryField('requirementsMatrix', (t) =>
  t.field({
    authScopes: { may: 'entry.readPublic' },
    type: RequirementsMatrixRef,
    nullable: true,
    ...costs({ base: 20 }),
    description: 'The matrix of requirements, read from the published types of cooperation and requirements.',
    args: {
      asOf: t.arg({ type: 'DateTime', ...asOfArgument }),
      locale: t.arg({ type: 'Locale', ...localeArgument }),
    },
    resolve: async (_root, { locale, asOf }, context, info) => {
      chooseScope(context, info, { locale, asOf });
      const types = await findAllOf('cooperationType', TYPE_PATHS, context, info);
      const requirements = await findAllOf('requirement', REQUIREMENT_PATHS, context, info);
      return buildMatrix(types as (LiveEntry & TypeEntry)[], requirements as (LiveEntry & RequirementEntry)[]);
    },
  }),
);

const TYPE_PATHS = [['cooperationTypes'], ['rows', 'cells', 'cooperationType'], ['cells', 'cooperationType']];
const REQUIREMENT_PATHS = [
  ['requirements'],
  ['rows', 'requirement'],
  ['rows', 'cells', 'requirement'],
  ['cells', 'requirement'],
];
