import type { SynonymContent } from '../catalogue/kinds/synonym/content.ts';
import type { PublishedData } from './sources.ts';

/** A published synonym. */
export type PublishedSynonym = Pick<SynonymContent, 'terms' | 'expansions' | 'direction' | 'pinned'> & {
  /** Id of the entry. */
  readonly id: string;
};

/** All published synonyms, in one statement. */
export async function publishedSynonyms(live: PublishedData): Promise<PublishedSynonym[]> {
  const where = { kind: 'synonym' };
  const rows = await live.liveEntry.findMany({ where, select: { id: true, card: true }, orderBy: { id: 'asc' } });
  return rows.map(({ id, card }) => {
    const { terms, expansions, direction, pinned } = card as unknown as SynonymContent;
    return { id, terms, expansions, direction, pinned };
  });
}
