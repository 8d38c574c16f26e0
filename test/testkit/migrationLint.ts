/** What a migration must not do to a database in use. docs/migrations.md says how each is done instead. */

/** A statement of a migration, in upper case words, without comments and without what stands in quotes for texts and bodies. */
interface Statement {
  readonly sql: string;
  /** Table that it is about, if it names one. */
  readonly table: string | null;
}

interface Rule {
  readonly name: string;
  /** Whether a statement breaks it, on a table that is there already. */
  readonly isBroken: (sql: string) => boolean;
  readonly mend: string;
}

const RULES: readonly Rule[] = [
  {
    name: 'index without CONCURRENTLY',
    isBroken: (sql) => /^CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)/.test(sql),
    mend: 'CREATE INDEX CONCURRENTLY in a migration of its own that begins with `-- migrate: without transaction`',
  },
  {
    name: 'dropping an index without CONCURRENTLY',
    isBroken: (sql) => /^DROP INDEX (?!CONCURRENTLY)/.test(sql),
    mend: 'DROP INDEX CONCURRENTLY IF EXISTS in a migration without transaction',
  },
  {
    name: 'required column without a default',
    isBroken: (sql) =>
      clauses(sql).some(
        (one) => /^ADD (COLUMN )?(?!CONSTRAINT)/.test(one) && /NOT NULL/.test(one) && !/DEFAULT|GENERATED/.test(one),
      ),
    mend: 'add it nullable or with a constant default, fill it, and require it in the next release',
  },
  {
    name: 'column with a default that is computed for every row',
    isBroken: (sql) =>
      clauses(sql).some(
        (one) =>
          /^ADD (COLUMN )?/.test(one) && /DEFAULT (GEN_RANDOM_UUID|RANDOM|CLOCK_TIMESTAMP|NEXTVAL|UUID)/.test(one),
      ),
    mend: 'add it nullable, fill it in batches, and set the default afterwards',
  },
  {
    name: 'SET NOT NULL',
    isBroken: (sql) => /ALTER COLUMN "?\w+"? SET NOT NULL/.test(sql),
    mend: 'ADD CONSTRAINT … CHECK (… IS NOT NULL) NOT VALID, VALIDATE it in a later migration, then SET NOT NULL, which trusts it',
  },
  {
    name: 'another type of a column',
    isBroken: (sql) => /ALTER COLUMN "?\w+"? (SET DATA )?TYPE/.test(sql),
    mend: 'add a column of the new type, write both, fill it, read it, and drop the old one in a later release',
  },
  {
    name: 'constraint that is checked at once',
    isBroken: (sql) =>
      clauses(sql).some((one) => /^ADD CONSTRAINT .*(FOREIGN KEY|CHECK)/.test(one) && !/NOT VALID/.test(one)),
    mend: 'ADD CONSTRAINT … NOT VALID, and VALIDATE CONSTRAINT in the next migration',
  },
  {
    name: 'unique constraint that makes its index itself',
    isBroken: (sql) =>
      clauses(sql).some((one) => /^ADD CONSTRAINT .*(UNIQUE|PRIMARY KEY)/.test(one) && !/USING INDEX/.test(one)),
    mend: 'CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX',
  },
  {
    name: 'every row rewritten in one transaction',
    isBroken: (sql) => /^(UPDATE|DELETE)\b/.test(sql) && !/\bWHERE\b/.test(sql),
    mend: 'fill in batches by a periodic job',
  },
  {
    name: 'table locked',
    isBroken: (sql) => /^(LOCK|TRUNCATE|VACUUM FULL|CLUSTER|REINDEX (?!.*CONCURRENTLY))/.test(sql),
    mend: 'do without',
  },
];

/** What the version before still reads: taken away only when no instance of it runs any more. */
const CONTRACTING: Rule = {
  name: 'taking away what the version before uses',
  isBroken: (sql) =>
    /^(DROP TABLE|ALTER TABLE .*(DROP COLUMN|DROP CONSTRAINT .*PKEY|RENAME))/.test(sql) ||
    /^ALTER TYPE .*RENAME/.test(sql),
  mend: 'in a migration whose name ends with _contract, in the release after the one that stopped using it',
};

const WITHOUT_TRANSACTION = '-- migrate: without transaction';

/** What is wrong with a migration; nothing when it can be applied to a database in use. */
export function migrationFaults(name: string, sql: string): string[] {
  const statements = statementsIn(sql);
  const created = new Set(
    statements.flatMap(({ sql: one, table }) => (/^CREATE TABLE/.test(one) && table ? [table] : [])),
  );
  const onExisting = statements.filter(({ table }) => table === null || !created.has(table));
  const rules = name.endsWith('_contract') ? RULES : [...RULES, CONTRACTING];
  const faults = onExisting.flatMap(({ sql: one }) =>
    rules
      .filter(({ isBroken }) => isBroken(one))
      .map((rule) => `${name}: ${rule.name}: ${one.slice(0, 80)} → ${rule.mend}`),
  );
  const has = (pattern: RegExp) => statements.some(({ sql: one }) => pattern.test(one));
  if (has(/NOT VALID/) && has(/VALIDATE CONSTRAINT/)) {
    faults.push(
      `${name}: constraint that is checked at once: VALIDATE CONSTRAINT in the next migration, for the lock is held to the end`,
    );
  }
  const isConcurrent = has(/\bCONCURRENTLY\b/);
  const isOutside = sql.startsWith(WITHOUT_TRANSACTION);
  if (isConcurrent && !isOutside) faults.push(`${name}: CONCURRENTLY: must begin with ${WITHOUT_TRANSACTION}`);
  if (isOutside && statements.length > 1)
    faults.push(`${name}: without transaction: must have one statement, for it is not undone as a whole`);
  return faults;
}

function statementsIn(sql: string): Statement[] {
  const plain = sql
    .replace(/\$(\w*)\$.*?\$\1\$/gs, "''")
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/--.*$/gm, '')
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ');
  return plain
    .split(';')
    .map((one) => one.trim().toUpperCase())
    .filter((one) => one !== '')
    .map((one) => ({ sql: one, table: tableIn(one) }));
}

function tableIn(sql: string): string | null {
  const name = '(?:"?PUBLIC"?\\.)?"?(\\w+)"?';
  const patterns = [
    `^(?:CREATE|ALTER|DROP) TABLE (?:IF (?:NOT )?EXISTS )?(?:ONLY )?${name}`,
    `^CREATE (?:UNIQUE )?INDEX .*? ON (?:ONLY )?${name}`,
    `^(?:UPDATE|DELETE FROM|INSERT INTO|TRUNCATE(?: TABLE)?|LOCK(?: TABLE)?) (?:ONLY )?${name}`,
  ];
  for (const pattern of patterns) {
    const found = sql.match(new RegExp(pattern))?.[1];
    if (found) return found;
  }
  return null;
}

/** Clauses of an ALTER TABLE: those within brackets are not apart. */
function clauses(sql: string): string[] {
  const rest = sql.match(/^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(?:"?\w+"?\.)?"?\w+"? (.*)$/)?.[1];
  if (!rest) return [];
  let depth = 0;
  const parts = [''];
  for (const character of rest) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}
