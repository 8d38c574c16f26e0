/** What can be found. */
import { enumName } from '../../catalogue/graphql/shared.ts';
import { EDITORS_KINDS, KIND_NAMES, kindOf } from '../../catalogue/kinds/registry.ts';
import { builder } from '../../graphql/builder.ts';
import { CATEGORY, ORGANIZATION } from '../documents.ts';

const FOUND_KINDS = KIND_NAMES.filter((name) => !EDITORS_KINDS.includes(name));

/** Values of the kinds that can be found. */
const FOUND_VALUES = {
  ...Object.fromEntries(
    FOUND_KINDS.map((name) => [enumName(name), { value: name as string, description: `${kindOf(name).typeName}.` }]),
  ),
  ORGANIZATION: { value: ORGANIZATION as string, description: 'Organization.' },
};

export const SearchKindEnum = builder.enumType('SearchKind', {
  description: 'Kinds of what can be found.',
  values: FOUND_VALUES,
});

/** Names of the GraphQL objects that can be found. */
export const FOUND_TYPES = [...FOUND_KINDS.map((name) => kindOf(name).typeName), 'Organization'];

export const SuggestionKindEnum = builder.enumType('SuggestionKind', {
  description: 'Kinds of what is offered while somebody types.',
  values: {
    ...FOUND_VALUES,
    CATEGORY: { value: CATEGORY as string, description: 'Category.' },
  },
});

/** Name of the GraphQL object of a kind. */
export function globalTypeOf(kind: string): string {
  if (kind === ORGANIZATION) return 'Organization';
  return kind === CATEGORY ? 'Category' : kindOf(kind).typeName;
}
