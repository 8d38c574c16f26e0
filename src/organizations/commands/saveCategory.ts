import { Prisma } from '../../generated/prisma/client.ts';
import { defineCommand } from '../../journal/command.ts';
import { czechSortKey } from '../../kernel/czechOrder.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import { categoryContent } from '../content.ts';

/** Creates the category with the given slug, or brings it to the given content. Answers its id. */
export const saveCategory = defineCommand({
  action: 'category.save',
  async run({ tx, now, changed }, input: unknown): Promise<string> {
    const { slug, name, description } = validate(categoryContent, input, 'The category');
    const row = { name, description: description ?? Prisma.DbNull, nameKey: czechSortKey(name.cs), updatedAt: now };
    const { id } = await tx.category.upsert({
      where: { slug },
      create: { id: newId(), slug, createdAt: now, ...row },
      update: row,
      select: { id: true },
    });
    changed(`category:${id}`);
    return id;
  },
});
