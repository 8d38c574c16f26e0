/** Prisma's own schema engine, compiled to WebAssembly, over the drivers of our databases: works offline. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { migrationsFolder, readMigrations } from '../../src/platform/migrationFiles.ts';
import { projectRoot } from '../../src/platform/projectRoot.ts';

/** What the engine is asked here. */
export interface SchemaEngine {
  /** How the database differs from the datamodel, in Prisma's words; undefined when it does not. */
  diffToDatamodel(): Promise<string | undefined>;
  /** SQL that makes a database of the datamodel out of this one: the draft of the next migration. */
  scriptToDatamodel(): Promise<string>;
  /** What `prisma migrate status` would say of the project's migrations. */
  diagnose(): Promise<bindings.DiagnoseMigrationHistoryOutput>;
  /** Applies them as `prisma migrate deploy` does; answers the names of those applied. */
  deploy(): Promise<string[]>;
}

const FILTERS: bindings.SchemaFilter = { externalTables: [], externalEnums: [] };

/** Opens the engine on the database that a driver leads to. */
export async function openSchemaEngine(driver: SqlMigrationAwareDriverAdapterFactory): Promise<SchemaEngine> {
  await loadWasm();
  const datamodel = await readDatamodel();
  const engine = await bindings.SchemaEngine.new(
    { datamodels: datamodel.files.map(({ path, content }): [string, string] => [path, content]) },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(driver),
  );
  const diff = (script: boolean) =>
    engine.diff({
      from: { tag: 'schemaDatasource', ...datamodel, configDir: projectRoot() },
      to: { tag: 'schemaDatamodel', ...datamodel },
      script,
      exitCode: true,
      filters: FILTERS,
    });
  return {
    diffToDatamodel: async () => {
      const { exitCode, stdout } = await diff(false);
      return exitCode === 0 ? undefined : (stdout ?? '');
    },
    scriptToDatamodel: async () => (await diff(true)).stdout ?? '',
    diagnose: async () =>
      engine.diagnoseMigrationHistory({
        migrationsList: await migrationList(),
        optInToShadowDatabase: false,
        filters: FILTERS,
      }),
    deploy: async () =>
      (await engine.applyMigrations({ migrationsList: await migrationList(), filters: FILTERS })).appliedMigrationNames,
  };
}

// TypeScript has the types of WebAssembly in those of browsers only.
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: {
    instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
  };
};

let loaded: Promise<void> | undefined;

// By hand: Node 20 does not import .wasm as a module, as the package's own entry does.
function loadWasm(): Promise<void> {
  loaded ??= (async () => {
    const entry = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
    const bytes = await readFile(fileURLToPath(new URL('schema_engine_bg.wasm', entry)));
    const { instance } = await wasm.instantiate(bytes, { './schema_engine_bg.js': bindings });
    bindings.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
  })();
  return loaded;
}

async function readDatamodel(): Promise<bindings.SchemasContainer> {
  const folder = join(projectRoot(), 'prisma', 'schema');
  const paths = (await readdir(folder)).sort().map((name) => join(folder, name));
  return { files: await Promise.all(paths.map(async (path) => ({ path, content: await readFile(path, 'utf8') }))) };
}

async function migrationList(): Promise<bindings.MigrationList> {
  const files = await readMigrations(migrationsFolder());
  const lockfile = 'migration_lock.toml';
  return {
    baseDir: migrationsFolder(),
    lockfile: { path: lockfile, content: await readFile(join(migrationsFolder(), lockfile), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: files.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}
