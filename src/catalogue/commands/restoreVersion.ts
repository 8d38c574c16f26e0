import { defineCommand } from '../../journal/command.ts';
import type { StaleText } from '../localisation.ts';
import { checkContent } from './draft.ts';
import { newestVersion, writeDraft } from './reviseEntry.ts';
import { claimVersion, type VersionResult, type VersionTarget } from './steps.ts';

/** Makes an older version's content the draft of its entry, to be reviewed as any other. */
export const restoreVersion = defineCommand({
  name: 'restoreVersion',
  action: 'entry.edit',
  async run(context, input: VersionTarget & { reason?: string | null }): Promise<VersionResult> {
    const { version: older, ...entry } = await claimVersion(context, input);
    const base = await newestVersion(context, entry.entryId);
    const checked = checkContent(entry.kind, entry.slug, older.content);
    const reason = input.reason ?? `Restored version ${older.number}`;
    // The translations are as old as they were then, whatever has happened to their sources in between.
    const stale = older.stale as unknown as StaleText[];
    const draft = await writeDraft(context, entry, base, checked, reason, stale);
    return { entryId: entry.entryId, versionId: draft.id, revision: entry.revision };
  },
});
