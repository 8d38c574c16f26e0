/** The kinds of content: one line each. */
import { DomainError } from '../../kernel/errors.ts';
import { joined } from '../../kernel/message.ts';
import { say } from '../messages.ts';
import type { CommonContent } from './common.ts';
import { cooperationType } from './cooperationType/kind.ts';
import { dataView } from './dataView/kind.ts';
import { form } from './form/kind.ts';
import type { Kind } from './kind.ts';
import { page } from './page/kind.ts';
import { requirement } from './requirement/kind.ts';
import { synonym } from './synonym/kind.ts';
import { tile } from './tile/kind.ts';

const REGISTRY = { tile, form, dataView, cooperationType, requirement, page, synonym } as const;

export type KindName = keyof typeof REGISTRY;
export const KIND_NAMES = Object.keys(REGISTRY) as KindName[];

/** Every kind, as the common mechanism sees it: by its common content. */
const KINDS = REGISTRY as unknown as Record<KindName, Kind<CommonContent>>;

/** Kinds that readers never meet: only editors see their entries. */
export const EDITORS_KINDS: readonly string[] = Object.values(KINDS)
  .filter(({ isForEditorsOnly }) => isForEditorsOnly)
  .map(({ name }) => name);

/** @throws DomainError INVALID_INPUT when there is no such kind. */
export function kindOf(name: string): Kind<CommonContent> {
  if (Object.hasOwn(KINDS, name)) return KINDS[name as KindName];
  throw new DomainError(
    'INVALID_INPUT',
    say('There is no kind {kind}; the kinds are {kinds}.', { kind: name, kinds: joined(KIND_NAMES) }),
  );
}

/** The kind whose GraphQL object has the given name, if there is one. */
export function kindOfType(typeName: string): Kind<CommonContent> | undefined {
  return Object.values(KINDS).find((kind) => kind.typeName === typeName);
}

/** Adds the GraphQL types and queries of every kind to the schema. */
export async function loadKindTypes(): Promise<void> {
  for (const kind of Object.values(KINDS)) await kind.loadTypes();
}
