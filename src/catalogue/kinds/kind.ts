/** What a kind of content is to the mechanism that all kinds share. */
import type { z } from 'zod';
import type { CommonContent } from './common.ts';

/** A reference from content to another entry. */
export interface EntryReference {
  /** Why it is referred to, e.g. `requirement`. */
  readonly role: string;
  /** Where in the content it stands. */
  readonly path: readonly (string | number)[];
  readonly entryId: string;
  /** Kind that the target must be of; any kind when absent. */
  readonly kind?: string;
}

/** A reference from content to a file. */
export interface FileReference {
  /** What it is there, e.g. `logo`. */
  readonly role: string;
  readonly path: readonly (string | number)[];
  readonly fileId: string;
}

/**
 * A kind of content, `Content` being its validated content. Everything else (identity, versions, publishing, lists)
 * is common to all kinds. A new kind is a folder with one of these and a GraphQL object, and a line in the registry.
 */
export interface Kind<Content extends CommonContent = CommonContent> {
  /** Stored name, e.g. `cooperationType`. */
  readonly name: string;
  /** Name of its GraphQL object, e.g. `CooperationType`. */
  readonly typeName: string;
  readonly schema: z.ZodType<Content>;
  /** Long fields that only a detail shows, beyond the common ones: kept out of the card that lists read. */
  readonly bodyFields: readonly (keyof Content & string)[];
  /** Only editors see its entries, wherever they are; content that is no answer to a reader, such as synonyms. */
  readonly isForEditorsOnly?: boolean;
  /** References to entries beyond `related`. */
  references(content: Content): EntryReference[];
  /** References to files; none when left out. */
  files?(content: Content): FileReference[];
  /** Terms that live entries of the kind are filtered by, beyond the common ones. */
  terms(content: Content): string[];
  /** Loads the module that adds its GraphQL types and queries; the rest of a kind does without them. */
  loadTypes(): Promise<unknown>;
}
