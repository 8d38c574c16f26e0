/** Content for tests, written through the commands. */
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { createEntries, type NewEntry } from '../../src/catalogue/commands/createEntries.ts';
import { withdrawEntry } from '../../src/catalogue/commands/withdrawEntry.ts';
import type { KindName } from '../../src/catalogue/kinds/registry.ts';
import { type CommandRunner, runCommand } from '../../src/journal/command.ts';
import { OPERATOR, OPERATOR_APPROVER } from '../../src/kernel/viewer.ts';
import { saveCategory } from '../../src/organizations/commands/saveCategory.ts';
import { saveOrganization } from '../../src/organizations/commands/saveOrganization.ts';
import { saveTerritory } from '../../src/organizations/commands/saveTerritory.ts';

type Fields = Record<string, unknown>;

/** An entry to write; what is left out of its content is made up. */
export interface Draft {
  readonly kind: KindName;
  readonly slug: string;
  readonly content: Fields & { readonly organization: string };
}

/** A text in Czech alone. */
export const cs = (text: string) => ({ cs: text });

const link = (slug: string) => `https://${slug}.example/`;

/** The fields that each kind cannot do without. */
const REQUIRED: Readonly<Record<KindName, (slug: string) => Fields>> = {
  tile: (slug) => ({ targetUrl: link(slug) }),
  form: (slug) => ({
    formId: slug,
    formVersion: '1.0',
    technology: 'PDF',
    deployment: 'LINKED',
    deepLink: link(slug),
  }),
  dataView: () => ({ shownData: [cs('Údaj')], sourceSystem: cs('Systém'), connectedThrough: 'EGSB' }),
  cooperationType: () => ({
    code: 'TYPE',
    position: 1,
    applicantKinds: ['MUNICIPALITY'],
    contact: { email: 'schranka@urad.example' },
  }),
  requirement: () => ({
    code: 'REQUIREMENT',
    position: 1,
    howToMeet: cs('Takto.'),
    howVerified: cs('Takto.'),
    verifiedBy: cs('Úřad'),
  }),
  page: () => ({ topic: 'GUIDANCE' }),
  synonym: () => ({ nature: 'EVERYDAY_WORD', terms: { cs: ['slovo'] }, expansions: { cs: ['výraz'] } }),
};

/** The entry with the fields that its kind cannot do without. */
export function completed({ kind, slug, content }: Draft): NewEntry {
  const texts = { title: cs(slug), shortText: cs(`O čem je ${slug}.`) };
  return { kind, slug, content: { ...texts, ...REQUIRED[kind](slug), ...content } };
}

/** Writes drafts, which nobody publishes. Answers the ids of their entries. */
export async function writeDrafts(runner: CommandRunner, drafts: readonly Draft[]): Promise<string[]> {
  const created = await runCommand(runner, OPERATOR, createEntries, drafts.map(completed));
  return created.map(({ entryId }) => entryId);
}

/** Writes entries and publishes them, at the time of the runner's clock. Answers their ids. */
export async function publish(runner: CommandRunner, drafts: readonly Draft[]): Promise<string[]> {
  const entries = drafts.map((draft) => ({ ...completed(draft), submit: true }));
  const created = await runCommand(runner, OPERATOR, createEntries, entries);
  const versions = created.map(({ versionId, revision }) => ({
    versionId: versionId as string,
    expectedRevision: revision,
  }));
  await runCommand(runner, OPERATOR_APPROVER, approveVersions, { versions, publish: true });
  return created.map(({ entryId }) => entryId);
}

/** Takes entries out of what readers see. */
export async function withdraw(runner: CommandRunner, entryIds: readonly string[]): Promise<void> {
  const entries = await runner.database.entry.findMany({ where: { id: { in: [...entryIds] } } });
  for (const { id: entryId, revision: expectedRevision } of entries) {
    const withdrawal = { entryId, expectedRevision, reason: cs('Skončilo to.') };
    await runCommand(runner, OPERATOR, withdrawEntry, withdrawal);
  }
}

/** Writes an organization; answers its id. */
export function writeOrganization(runner: CommandRunner, slug: string, fields: Fields = {}): Promise<string> {
  const organization = { slug, name: cs(slug), kind: 'MUNICIPALITY', ...fields };
  return runCommand(runner, OPERATOR, saveOrganization, organization);
}

/** Writes a category; answers its id. */
export function writeCategory(runner: CommandRunner, slug: string, fields: Fields = {}): Promise<string> {
  return runCommand(runner, OPERATOR, saveCategory, { slug, name: cs(slug), ...fields });
}

/** Writes a territory; answers its id. */
export function writeTerritory(runner: CommandRunner, slug: string, fields: Fields): Promise<string> {
  return runCommand(runner, OPERATOR, saveTerritory, { slug, name: cs(slug), ...fields });
}

/** The runner at another time. */
export function at(runner: CommandRunner, instant: string): CommandRunner {
  return { ...runner, clock: () => new Date(instant) };
}
