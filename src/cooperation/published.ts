/** Published types of cooperation and requirements as rows of live entries hold them. */
import type { CooperationContent, CooperationTypeSource, RequirementSource } from './checklist.ts';

/** Columns that {@link cooperationContent} reads. */
export const COOPERATION_COLUMNS = { id: true, title: true, card: true, body: true } as const;

/** A live row, or as much of it as is needed. */
export interface CooperationRow {
  readonly id: string;
  readonly title: unknown;
  readonly card: unknown;
  readonly body: unknown;
}

/** What an assessment is made from, out of the rows of all published types and requirements. */
export function cooperationContent<Row extends CooperationRow>(
  types: readonly Row[],
  requirements: readonly Row[],
): CooperationContent<Row> {
  return {
    types: types.map((row): CooperationTypeSource<Row> => {
      const content = contentOf<CooperationTypeSource['content']>(row);
      // Versions written before the field was there have none.
      return { id: row.id, row, content: { ...content, disagreements: content.disagreements ?? [] } };
    }),
    requirements: requirements.map((row): RequirementSource<Row> => {
      const content = contentOf<RequirementSource['content']>(row);
      return { id: row.id, row, content: { ...content, implies: content.implies ?? [] } };
    }),
  };
}

function contentOf<Content>({ title, card, body }: CooperationRow): Content {
  return { title, ...(card as object), ...(body as object) } as Content;
}
