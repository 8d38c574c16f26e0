/** Validates every seed file without a database: `npx tsx test/testkit/validateSeed.ts`. */
import { v5 } from 'uuid';
import { readSeed, resolveReferences, type SeedFile } from '../../seed/files.ts';
import { cooperationTypeContent } from '../../src/catalogue/kinds/cooperationType/content.ts';
import { dataViewContent } from '../../src/catalogue/kinds/dataView/content.ts';
import { formContent } from '../../src/catalogue/kinds/form/content.ts';
import { pageContent } from '../../src/catalogue/kinds/page/content.ts';
import { requirementContent } from '../../src/catalogue/kinds/requirement/content.ts';
import { tileContent } from '../../src/catalogue/kinds/tile/content.ts';
import { categoryContent, organizationContent, territoryContent } from '../../src/organizations/content.ts';

const schemas = {
  territories: territoryContent,
  categories: categoryContent,
  organizations: organizationContent,
  requirement: requirementContent,
  cooperationType: cooperationTypeContent,
  page: pageContent,
  tile: tileContent,
  form: formContent,
  dataView: dataViewContent,
};
const prefix: Record<string, string> = {
  territories: 'territory/',
  categories: 'category/',
  organizations: 'organization/',
};
const known = new Map<string, unknown>();
const read = (f: SeedFile) => {
  try {
    return readSeed(f);
  } catch (e) {
    console.log('missing or broken', f, (e as Error).message);
    return [];
  }
};
for (const d of read('documents')) known.set(`document/${d.slug}`, d.title);
for (const f of Object.keys(schemas) as (keyof typeof schemas)[])
  for (const r of read(f)) {
    const k = (prefix[f] ?? `entry/${f}/`) + r.slug;
    if (known.has(k)) console.log('duplicate', k);
    known.set(k, v5(k, v5.URL));
  }
let bad = 0;
for (const [f, schema] of Object.entries(schemas)) {
  const rows = read(f as SeedFile);
  for (const row of rows) {
    const content = resolveReferences(row, (s) => {
      if (!known.has(s)) {
        console.log(f, row.slug, 'unknown reference', s);
        bad++;
      }
      return known.get(s) ?? s;
    }) as Record<string, unknown>;
    const { slug, ...rest } = content;
    const result = schema.safeParse(prefix[f] ? content : rest);
    if (!result.success) {
      bad++;
      for (const i of result.error.issues) console.log(f, row.slug, i.path.join('.'), i.message);
    }
  }
  console.log(f, rows.length, 'rows');
}
console.log(bad ? `${bad} problems` : 'all valid');
