/** Writing the draft of an entry for a request, typed by the content of its kind. */
import { CONTENT_INPUTS } from '../../catalogue/graphql/editorial/contentMutations.ts';
import { entryIdOf } from '../../catalogue/graphql/editorial/payload.ts';
import { storeOf } from '../../files/graphql/store.ts';
import type { Store } from '../../files/keeping.ts';
import { fromInput } from '../../graphql/zodInput.ts';
import { DomainError, invalidInput } from '../../kernel/errors.ts';
import { type EntryDraft, type RequestEntryDraft, writeRequestEntry } from '../commands/writeRequestEntry.ts';
import { ATTACHABLE_KINDS } from '../content.ts';
import { say } from '../messages.ts';
import { addRequestMutation } from './mutations.ts';

type Kind = (typeof ATTACHABLE_KINDS)[number];

interface DraftInput extends Partial<Record<Kind, object | null>> {
  readonly slug?: string | null;
  readonly tileFile?: string | null;
  readonly entryId?: string | null;
  readonly expectedEntryRevision?: number | null;
}

/** The command, with the paths of errors as they are in the input: content stands there under the name of its kind. */
const writeTypedEntry: typeof writeRequestEntry = {
  ...writeRequestEntry,
  async run(context, input) {
    try {
      return await writeRequestEntry.run(context, input);
    } catch (error) {
      if (!(error instanceof DomainError) || !('kind' in input.draft)) throw error;
      const { kind } = input.draft;
      const issues = error.issues.map(({ path: [first, ...rest], message }) => {
        return { path: first === 'content' ? [kind, ...rest] : first === undefined ? [] : [first, ...rest], message };
      });
      throw new DomainError(error.code, error.said, issues, error.conflict);
    }
  },
};

const NOUNS: Record<Kind, string> = { tile: 'a tile', form: 'a form', dataView: 'a data view' };

addRequestMutation<DraftInput, RequestEntryDraft>({
  name: 'writeRequestEntry',
  description:
    'Writes the draft of an entry that a request asks to have published: of a new entry, which is attached, or of one ' +
    'that is attached already. Exactly one of `tile`, `form`, `dataView` and `tileFile`.',
  command: writeTypedEntry,
  on: 'revision',
  own: (t) => ({
    slug: t.string({ description: 'Slug of the entry, unique in its kind; needed unless a tile file has it.' }),
    ...Object.fromEntries(
      ATTACHABLE_KINDS.map((kind) => {
        const type = CONTENT_INPUTS.get(kind)?.type as 'String';
        return [kind, t.field({ type, description: `The whole content of ${NOUNS[kind]}.` })];
      }),
    ),
    tileFile: t.string({ description: 'A tile as a file, in a format that `importTile` takes.' }),
    entryId: t.id({ description: 'Global id of an attached entry to write a new draft of; a new entry without it.' }),
    expectedEntryRevision: t.int({ description: 'Revision of that entry that the draft was made for.' }),
  }),
  toInput: (target, { entryId, expectedEntryRevision, ...input }, context) => ({
    ...target,
    draft: draftOf(input, storeOf(context)),
    entryId: entryId ? entryIdOf(entryId, ['entryId']) : null,
    expectedEntryRevision: expectedEntryRevision ?? null,
  }),
});

/** @throws DomainError INVALID_INPUT unless there is exactly one draft, and a slug where one is needed. */
function draftOf({ slug, tileFile, ...contents }: DraftInput, store: Store): EntryDraft {
  const given = ATTACHABLE_KINDS.flatMap((kind) => (contents[kind] ? [{ kind, content: contents[kind] }] : []));
  const [one] = given;
  if (given.length + (tileFile ? 1 : 0) !== 1) {
    throw new DomainError(
      'INVALID_INPUT',
      say('Pass exactly one of {fields}.', { fields: [...ATTACHABLE_KINDS, 'tileFile'].join(', ') }),
    );
  }
  if (!one) return { tileFile: tileFile ?? '', store };
  if (!slug) throw invalidInput(say('The entry'), [{ path: ['slug'], message: say('must be given') }]);
  const { kind, content } = one;
  const schema = CONTENT_INPUTS.get(kind)?.schema;
  if (!schema) throw new Error(`There is no input type for the content of ${kind}.`);
  return { kind, slug, content: fromInput(schema, content, { path: [kind] }) as object };
}
