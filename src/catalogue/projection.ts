/** The live row of a version: a pure function of its content, so that it can be made again at any time. */
import type { Prisma } from '../generated/prisma/client.ts';
import { czechSortKey } from '../kernel/czechOrder.ts';
import type { CommonContent } from './kinds/common.ts';
import type { Kind } from './kinds/kind.ts';
import { commonTerms, fileTerm } from './terms.ts';

/** Common fields that have a column of their own on the live row. */
const COLUMNS = ['title', 'shortText', 'audience', 'organization', 'categories', 'territory'] as const;
/** Common fields that only a detail shows. */
const COMMON_BODY = ['longText', 'keywords', 'sources'] as const;

export type CommonBody = Pick<CommonContent, (typeof COMMON_BODY)[number]>;

/** What publishing knows of a version. */
export interface PublishedVersion {
  readonly entryId: string;
  readonly slug: string;
  readonly versionId: string;
  readonly versionNumber: number;
  readonly firstPublishedAt: Date;
  readonly publishedAt: Date;
}

/** The row that readers see once `version` with `content` is published. */
export function projectLive<Content extends CommonContent>(
  kind: Kind<Content>,
  version: PublishedVersion,
  content: Content,
): Prisma.LiveEntryCreateManyInput {
  const { entryId, ...published } = version;
  const bodyFields = new Set<string>([...COMMON_BODY, ...kind.bodyFields]);
  const columns = new Set<string>(COLUMNS);
  const rest = Object.entries(content).filter(([field]) => !columns.has(field));
  return {
    id: entryId,
    kind: kind.name,
    ...published,
    updatedAt: version.publishedAt,
    organizationId: content.organization,
    territoryId: content.territory,
    categoryIds: content.categories,
    audience: content.audience,
    terms: [
      ...commonTerms(kind.name, content),
      ...kind.terms(content),
      ...(kind.files?.(content) ?? []).map(({ fileId }) => fileTerm(fileId)),
    ],
    title: content.title,
    titleKey: czechSortKey(content.title.cs),
    shortText: content.shortText,
    card: Object.fromEntries(rest.filter(([field]) => !bodyFields.has(field))) as Prisma.InputJsonObject,
    body: Object.fromEntries(rest.filter(([field]) => bodyFields.has(field))) as Prisma.InputJsonObject,
  };
}
