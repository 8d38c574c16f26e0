import { defineCommand } from '../../journal/command.ts';
import { claimVersion, takeStep, type VersionResult, type VersionTarget } from './steps.ts';

/** Submits a draft for review; its content cannot be changed from then on. */
export const submitVersion = defineCommand({
  name: 'submitVersion',
  action: 'entry.submit',
  async run(context, input: VersionTarget): Promise<VersionResult> {
    const claimed = await claimVersion(context, input);
    await takeStep(context, 'submit', claimed);
    return { entryId: claimed.entryId, versionId: claimed.version.id, revision: claimed.revision };
  },
});
