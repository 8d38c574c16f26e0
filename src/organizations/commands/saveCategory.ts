import { Prisma } from '../../generated/prisma/client.ts';
import { defineCommand } from '../../journal/command.ts';
import { czechSortKey } from '../../kernel/czechOrder.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import { categoryContent } from '../content.ts';
import { say } from '../messages.ts';

/** Creates the category with the given slug, or brings it to the given content. Answers its id. */
export const saveCategory = defineCommand({
  name: 'saveCategory',
  action: 'category.save',
  async run({ tx, now, audit, changed }, input: unknown): Promise<string> {
    const { slug, name, description } = validate(categoryContent, input, say('The category'));
    const row = { name, description: description ?? Prisma.DbNull, nameKey: czechSortKey(name.cs), updatedAt: now };
    const { id } = await tx.category.upsert({
      where: { slug },
      create: { id: newId(), slug, createdAt: now, ...row },
      update: row,
      select: { id: true },
    });
    audit({
      action: 'category.save',
      objectType: 'category',
      objectId: id,
      fields: Object.keys(row),
      details: { slug },
      change: row,
    });
    changed(`category:${id}`);
    return id;
  },
});
