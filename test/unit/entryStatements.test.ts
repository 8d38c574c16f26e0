/** What the statements of entries leave to be filled in. */
import { describe, expect, it } from 'vitest';
import { rowsStatement } from '../../src/catalogue/reads/entryStatements.ts';

const rows = (where: object) => rowsStatement('LiveEntry', { columns: ['id'], where, take: 21 });

describe('a statement of entries', () => {
  it('has the words of the service in it, so that a list of a kind has nothing to fill in', () => {
    const { text, values } = rows({
      AND: [{ audience: { in: ['PUBLIC', 'SIGNED_IN'] } }, { kind: { notIn: ['synonym'] } }, { kind: 'tile' }],
    });
    expect(values).toEqual([]);
    expect(text).toContain(`t."audience" = ANY('{PUBLIC,SIGNED_IN}'::text[])`);
    expect(text).toContain(`t."kind" <> ALL('{synonym}'::text[])`);
    expect(text).toContain(`t."kind" = 'tile'::text`);
  });

  it('has nothing of what others say in it', () => {
    const said = `'; DROP TABLE "Entry"; --`;
    const { text, values } = rows({ kind: { in: ['tile', said] }, slug: said, titleKey: { gt: said } });
    expect(values).toEqual([['tile', said], said, said]);
    expect(text).not.toContain('DROP');
  });

  it('finds nothing by an empty list', () => {
    expect(rows({ id: { in: [] } })).toMatchObject({
      text: expect.stringContaining(`= ANY('{}'::uuid[])`),
      values: [],
    });
  });
});
