import { defineCommand } from '../../journal/command.ts';
import { czechSortKey } from '../../kernel/czechOrder.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import { territoryContent } from '../content.ts';
import { say } from '../messages.ts';
import { assertTerritoryExists } from './assertTerritoryExists.ts';

/** Creates the territory with the given slug, or brings it to the given content. Answers its id. */
export const saveTerritory = defineCommand({
  name: 'saveTerritory',
  action: 'territory.save',
  async run({ tx, now, audit, changed }, input: unknown): Promise<string> {
    const { slug, parent, ...content } = validate(territoryContent, input, say('The territory'));
    await assertTerritoryExists(tx, say('The territory'), 'parent', parent);
    const row = { ...content, parentId: parent, nameKey: czechSortKey(content.name.cs), updatedAt: now };
    const { id } = await tx.territory.upsert({
      where: { slug },
      create: { id: newId(), slug, createdAt: now, ...row },
      update: row,
      select: { id: true },
    });
    audit({
      action: 'territory.save',
      objectType: 'territory',
      objectId: id,
      fields: Object.keys(row),
      details: { slug },
      change: row,
    });
    changed(`territory:${id}`);
    return id;
  },
});
