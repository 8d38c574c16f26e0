/** The commands that the sources define. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from '../../src/journal/command.ts';
import { projectRoot } from '../../src/platform/projectRoot.ts';

/** A command whose types are not known. */
export type AnyCommand = Command<unknown, unknown>;

/** Every command that a file in a `commands` folder exports, by name. */
export async function allCommands(): Promise<ReadonlyMap<string, AnyCommand>> {
  const folder = join(projectRoot(), 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /[\\/]commands[\\/].*\.ts$/.test(file),
  );
  const modules: object[] = [];
  for (const file of files) modules.push(await import(pathToFileURL(join(folder, file)).href));
  const commands = modules.flatMap((module) => Object.values(module)).filter(isCommand);
  return new Map(commands.map((command) => [command.name, command]));
}

function isCommand(value: unknown): value is AnyCommand {
  return typeof value === 'object' && value !== null && 'action' in value && 'run' in value;
}
