/** Bulk files in tests: importing and exporting them, and an installation to import into. */

import { type ExportOptions, exportEntries } from '../../src/catalogue/bulk/exportEntries.ts';
import { FORMAT, type RowError } from '../../src/catalogue/bulk/format.ts';
import {
  type ImportEvents,
  type ImportOptions,
  type ImportResult,
  importEntries,
} from '../../src/catalogue/bulk/importEntries.ts';
import type { RowSource } from '../../src/catalogue/bulk/rows.ts';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import type { KindName } from '../../src/catalogue/kinds/registry.ts';
import type { Prisma } from '../../src/generated/prisma/client.ts';
import { type CommandRunner, runCommand } from '../../src/journal/command.ts';
import { newId } from '../../src/kernel/ids.ts';
import { OPERATOR, OPERATOR_APPROVER } from '../../src/kernel/viewer.ts';
import { completed } from './content.ts';
import type { TestDatabase } from './databases.ts';
import { inEnglish } from './said.ts';

/** A file with the given content, read in small pieces. */
export function fileOf(content: string | Uint8Array, piece = 1_000): RowSource {
  const bytes = Buffer.from(content);
  return async function* () {
    for (let start = 0; start < bytes.length; start += piece) yield bytes.subarray(start, start + piece);
  };
}

/** A file with a line for each value. */
export function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** A row; what is left out of its content is made up. */
export function rowOf(slug: string, content: object = {}, kind: KindName = 'tile') {
  return {
    format: FORMAT,
    ...completed({ kind, slug, content: { organization: '@organization/org-dia', ...content } }),
  };
}

/** Numbers of the lines in which two files differ. */
export function differingLines(one: string, other: string): number[] {
  const lines = one.split('\n');
  const others = other.split('\n');
  const numbers = Array.from({ length: Math.max(lines.length, others.length) }, (_, index) => index + 1);
  return numbers.filter((number) => lines[number - 1] !== others[number - 1]);
}

/** An error of a row with its message in English. */
export type RowErrorInWords = Omit<RowError, 'message'> & { readonly message: string };

export interface Imported extends ImportResult {
  readonly errors: readonly RowErrorInWords[];
}

/** Imports a file; what is left out of the options is as on the command line. */
export async function importFile(
  runner: CommandRunner,
  source: RowSource,
  options: Partial<ImportOptions> = {},
  progress: ImportEvents['progress'] = () => undefined,
): Promise<Imported> {
  const errors: RowErrorInWords[] = [];
  const complete = { policy: 'reject-all', dryRun: false, submit: false, reason: null, ...options } as const;
  const error = (one: RowError) => void errors.push(inEnglish(one));
  return { ...(await importEntries(runner, OPERATOR, source, complete, { error, progress })), errors };
}

/** Imports a file with the given rows. */
export function importRows(runner: CommandRunner, rows: readonly unknown[], options: Partial<ImportOptions> = {}) {
  return importFile(runner, fileOf(jsonLines(rows)), options);
}

/** The whole export. */
export async function exported(runner: CommandRunner, options: Partial<ExportOptions> = {}): Promise<string> {
  const pieces: string[] = [];
  const write = async (lines: string) => void pieces.push(lines);
  await exportEntries(runner.database, { kinds: [], state: 'published', bare: false, ...options }, write);
  return pieces.join('');
}

/** Approves and publishes whatever waits for review. */
export async function publishAll(runner: CommandRunner): Promise<void> {
  const waiting = await runner.database.version.findMany({ where: { state: 'IN_REVIEW' }, include: { entry: true } });
  const versions = waiting.map(({ id, entry }) => ({ versionId: id, expectedRevision: entry.revision }));
  await runCommand(runner, OPERATOR_APPROVER, approveVersions, { versions, publish: true });
}

/** Copies organizations, categories and territories into an empty database, under ids of its own. */
export async function copyReferenceData({ prisma: from }: TestDatabase, { prisma: to }: TestDatabase): Promise<void> {
  const ids = new Map<string, string>();
  const other = (id: string) => ids.get(id) ?? ids.set(id, newId()).get(id) ?? id;
  const otherOrNull = (id: string | null) => id && other(id);
  const json = (value: Prisma.JsonValue) => (value === null ? undefined : value);
  const territories = await from.territory.findMany({ orderBy: { level: 'desc' } });
  const moved = territories.map((row) => ({
    ...row,
    id: other(row.id),
    name: row.name as object,
    parentId: otherOrNull(row.parentId),
  }));
  await to.territory.createMany({ data: moved });
  const categories = await from.category.findMany();
  await to.category.createMany({
    data: categories.map((row) => {
      return { ...row, id: other(row.id), name: row.name as object, description: json(row.description) };
    }),
  });
  const organizations = await from.organization.findMany();
  await to.organization.createMany({
    data: organizations.map((row) => ({
      ...row,
      id: other(row.id),
      territoryId: otherOrNull(row.territoryId),
      name: row.name as object,
      keywords: row.keywords as object,
      formerNames: row.formerNames as object,
      successorId: otherOrNull(row.successorId),
      description: json(row.description),
    })),
  });
}
