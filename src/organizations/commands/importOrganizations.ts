import { type CommandContext, defineCommand } from '../../journal/command.ts';
import { czechSortKey } from '../../kernel/czechOrder.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { kindOf } from '../import/authority.ts';
import { fieldsOf, type GoodRow, type ImportPlan, planImport } from '../import/planImport.ts';
import { say } from '../messages.ts';
import { renamed } from '../names.ts';
import { takeTurn } from './takeTurn.ts';

/** Columns that an import looks at. */
export const PRESENT = {
  ...{ id: true, slug: true, name: true, formerNames: true, status: true },
  ...{ ico: true, ovmId: true, dataBoxId: true, ovmCategories: true },
} as const;

/** How many of what an import did. */
export type ImportCounts = Record<'created' | 'updated' | 'unchanged' | 'merged', number>;

/** Rows that are written in one statement. */
const BATCH = 500;

/**
 * Brings organizations to what a register says of public authorities: creates those that are missing, changes what differs
 * (a name is kept among former ones), and leaves all others alone. What is written of each is in the audit log.
 * @throws DomainError INVALID_INPUT when rows contradict each other or what is there; nothing is written then.
 */
export const importOrganizations = defineCommand({
  name: 'importOrganizations',
  action: 'organization.save',
  async run(context, rows: readonly GoodRow[]): Promise<ImportCounts> {
    await takeTurn(context.tx);
    const plan = planImport(rows, await context.tx.organization.findMany({ select: PRESENT }));
    if (plan.problems.length > 0) throw invalidInput(say('The import'), plan.problems);
    await create(context, plan);
    await update(context, plan);
    const { created, updated, unchanged, merged } = plan;
    return { created: created.length, updated: updated.length, unchanged, merged };
  },
});

async function create({ tx, now, audit, changed }: CommandContext, { created }: ImportPlan): Promise<void> {
  const data = created.map(({ slug, authority }) => ({
    ...{ id: newId(), slug, kind: kindOf(authority), keywords: { cs: [] } },
    ...fieldsOf(authority),
    ...{ nameKey: czechSortKey(authority.name), createdAt: now, updatedAt: now },
  }));
  for (let start = 0; start < data.length; start += BATCH) {
    await tx.organization.createMany({ data: data.slice(start, start + BATCH) });
  }
  for (const row of data) {
    const { id, slug } = row;
    const fields = ['name', 'ico', 'ovmId', 'dataBoxId', 'ovmCategories', 'kind'];
    const entry = { action: 'organization.import', objectType: 'organization', objectId: id, revision: 1 } as const;
    audit({ ...entry, fields, details: { slug }, change: row });
    changed(`organization:${id}`);
  }
}

async function update({ tx, now, audit, changed }: CommandContext, { updated }: ImportPlan): Promise<void> {
  for (const { before, fields, changed: names } of updated) {
    const { id, slug } = before;
    const { revision } = await tx.organization.update({
      where: { id },
      data: { ...fields, ...renamed(before, fields.name, now), updatedAt: now, revision: { increment: 1 } },
      select: { revision: true },
    });
    const entry = { action: 'organization.import', objectType: 'organization', objectId: id, revision } as const;
    audit({ ...entry, fields: names, details: { slug }, change: fields });
    changed(`organization:${id}`);
  }
}
