/** What the fields of an export mean, from the comments of the data model. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../platform/projectRoot.ts';

/** A table of the data model. */
export interface ModelDoc {
  readonly name: string;
  readonly doc: string;
  readonly fields: readonly FieldDoc[];
}

export interface FieldDoc {
  readonly name: string;
  /** As Prisma names it: `String?`, `DateTime`, `String[]`. */
  readonly type: string;
  readonly doc: string;
}

/** All models of the project, by name. */
export async function readModels(folder = join(projectRoot(), 'prisma/schema')): Promise<ModelDoc[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.prisma')).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts.flatMap(modelsIn).sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Types that columns have; all others are relations, which have none. */
const SCALARS = new Set(['String', 'Int', 'BigInt', 'Float', 'Decimal', 'Boolean', 'DateTime', 'Json', 'Bytes']);

function modelsIn(text: string): ModelDoc[] {
  return [...text.matchAll(/((?:^\/\/\/[^\n]*\n)*)^model (\w+) \{\n(.*?)^\}/gms)].map(
    ([, doc = '', name = '', body = '']) => ({
      name,
      doc: commentIn(doc),
      fields: fieldsIn(body),
    }),
  );
}

function fieldsIn(body: string): FieldDoc[] {
  const found = [...body.matchAll(/((?:^ *\/\/\/[^\n]*\n)*)^ {2}(\w+) +([\w?[\]]+)/gm)];
  return found
    .map(([, doc = '', name = '', type = '']) => ({ name, type, doc: commentIn(doc) }))
    .filter(({ type }) => SCALARS.has(type.replace(/[?[\]]/g, '')));
}

const commentIn = (lines: string) =>
  lines
    .replace(/^\s*\/\/\/ ?/gm, '')
    .trim()
    .replaceAll('\n', ' ');

/** The page that goes with an export. */
export function fieldsPage(
  models: readonly ModelDoc[],
  counts: Readonly<Record<string, number>>,
  leftOut: Readonly<Record<string, string>>,
): string {
  const tables = models.filter(({ name }) => name in counts).map((model) => tablePage(model, counts[model.name] ?? 0));
  const without = Object.entries(leftOut).map(([name, reason]) => `- \`${name}\`: ${reason}`);
  return `# Export of Rozcestník

Each file has a table: JSON Lines (https://jsonlines.org/) in UTF-8, one object a row, in the order of the primary key, all of one instant.
Times are ISO 8601 in UTC, bytes hexadecimal text that begins with \`\\x\`, big numbers plain numbers. Texts in several languages are objects by
language (\`{"cs": "…", "en": "…"}\`). \`files/\` has the stored files under the SHA-256 of their bytes.

**It holds personal data** (people who signed in, their pins and requests): keep it as the database itself.

Left out:

${without.join('\n')}

${tables.join('\n')}`;
}

function tablePage({ name, doc, fields }: ModelDoc, count: number): string {
  const rows = fields.map(
    (field) => `| \`${field.name}\` | ${typeInWords(field.type)} | ${field.doc.replaceAll('|', '\\|')} |`,
  );
  return `## ${name}.jsonl

${doc ? `${doc}\n\n` : ''}Rows: ${count}.

| field | type | meaning |
| --- | --- | --- |
${rows.join('\n')}
`;
}

function typeInWords(type: string): string {
  const base = type.replace(/[?[\]]/g, '');
  return `${type.endsWith('[]') ? `list of ${base}` : base}${type.endsWith('?') ? ' or null' : ''}`;
}
