/** What every resolver may use. Readers reach live tables only; the way to drafts asks for permission. */
import type { KeyObject } from 'node:crypto';
import type { GraphQLResolveInfo } from 'graphql';
import type { Files } from '../files/files.ts';
import { type Command, type CommandRunner, runCommand } from '../journal/command.ts';
import { DomainError } from '../kernel/errors.ts';
import type { Locale } from '../kernel/locale.ts';
import { type Language, languageFor } from '../kernel/message.ts';
import { assertMay } from '../kernel/permissions.ts';
import type { Viewer } from '../kernel/viewer.ts';
import type { ReferenceData, References } from '../organizations/referenceData.ts';
import type { Database } from '../platform/database.ts';
import type { Search } from '../search/service.ts';
import type { Usage } from './limits/usage.ts';
import { say } from './messages.ts';
import { Uses } from './uses.ts';
import { type LiveDatabase, watchedSources } from './watchedSources.ts';

export interface Context {
  readonly viewer: Viewer;
  /** The reader's language, by Accept-Language. */
  readonly locale: Locale;
  /** Language of messages; see {@link languageAt}. */
  readonly language: Language;
  readonly live: LiveDatabase;
  readonly references: References;
  readonly search: Search;
  readonly files: Files;
  /** Ids of versions that are shown whatever their audience: those of a preview. */
  readonly previewed?: readonly string[];
  /** Per request; see {@link chooseLocale}. */
  readonly localeByRootField: Map<string, Locale>;
  /** Per request; see {@link chooseInstant}. */
  readonly instantByRootField: Map<string, Date>;
  /** Loaders of this request, by what they load. */
  readonly loaders: Map<string, unknown>;
  /** See {@link run} and {@link editorial}. */
  readonly runner: CommandRunner;
  /** Signs the tokens of preview links. */
  readonly previewKey: KeyObject;
  readonly requestId: string;
  /** Where what is read is noted, for an answer that may be kept. */
  readonly uses: Uses;
  /** What the request takes of the limits. */
  readonly usage: Usage;
}

/** What the parts of a context need that live as long as the service. */
export interface ContextSources {
  readonly live: LiveDatabase;
  readonly references: ReferenceData;
  readonly search: Search;
  readonly files: Files;
  readonly runner: CommandRunner;
  readonly previewKey: KeyObject;
}

/** What is known of the request that a context is for. */
export interface Reader {
  readonly viewer: Viewer;
  readonly locale: Locale;
  readonly language: Language;
  readonly requestId: string;
  readonly usage: Usage;
}

/** @param uses given for an answer that may be kept: then whatever is read and not noted forbids that */
export function createContext(sources: ContextSources, reader: Reader, uses?: Uses): Context {
  const given = uses ? { ...watchedSources(sources, uses), uses } : { ...sources, uses: new Uses() };
  return { ...given, ...reader, localeByRootField: new Map(), instantByRootField: new Map(), loaders: new Map() };
}

/** Runs a command as the viewer. */
export function run<Input, Result>(
  { runner, viewer, requestId }: Context,
  command: Command<Input, Result>,
  input: Input,
  idempotencyKey?: string | null,
): Promise<Result> {
  return runCommand(runner, viewer, command, input, { idempotencyKey, requestId });
}

/**
 * The whole database, drafts and history included, for viewers who may see them.
 * @throws DomainError FORBIDDEN for all others.
 */
export function editorial({ runner, viewer }: Context): Database {
  assertMay(viewer, 'entry.readDrafts');
  return runner.database;
}

/** Lets the `locale` argument of a root field rule everything below that field. */
export function chooseLocale(context: Context, info: GraphQLResolveInfo, locale: Locale | null | undefined): void {
  if (locale) context.localeByRootField.set(rootKey(info), locale);
}

/** The locale that the field being resolved is to be served in. */
export function localeAt(context: Context, info: GraphQLResolveInfo): Locale {
  if (context.localeByRootField.size === 0) return context.locale;
  return context.localeByRootField.get(rootKey(info)) ?? context.locale;
}

/** The language that messages of the field being resolved are in: that of its texts, where `locale` chose one. */
export function languageAt(context: Context, info: GraphQLResolveInfo): Language {
  return languageUnder(context, rootKey(info));
}

/** The language that messages below the root field named `key` are in. */
export function languageUnder(context: Context, key: string): Language {
  const locale = context.localeByRootField.get(key);
  return locale ? languageFor(locale) : context.language;
}

/**
 * Lets the `asOf` argument of a root field rule everything below that field: entries are those of that instant.
 * @throws DomainError INVALID_INPUT for an instant to come.
 */
function chooseInstant(context: Context, info: GraphQLResolveInfo, asOf: Date | null | undefined): void {
  if (!asOf) return;
  if (asOf > context.runner.clock()) {
    const issue = { path: ['asOf'], message: say('must not be in the future') };
    throw new DomainError('INVALID_INPUT', say('asOf must not be in the future: nobody knows yet.'), [issue]);
  }
  context.instantByRootField.set(rootKey(info), asOf);
}

/** Lets the `locale` and `asOf` arguments of a root field rule everything below that field; see the two. */
export function chooseScope(
  context: Context,
  info: GraphQLResolveInfo,
  { locale, asOf }: { locale?: Locale | null; asOf?: Date | null },
): void {
  chooseLocale(context, info, locale);
  chooseInstant(context, info, asOf);
}

/** The past instant that the field being resolved is answered for; null for now. */
export function instantAt(context: Context, info: GraphQLResolveInfo): Date | null {
  if (context.instantByRootField.size === 0) return null;
  return context.instantByRootField.get(rootKey(info)) ?? null;
}

function rootKey(info: GraphQLResolveInfo): string {
  let { path } = info;
  while (path.prev) path = path.prev;
  return String(path.key);
}

/** The loader named `name` of this request, made when first asked for. */
export function loaderOf<Loader>(context: Context, name: string, create: () => Loader): Loader {
  const present = context.loaders.get(name) as Loader | undefined;
  if (present) return present;
  const loader = create();
  context.loaders.set(name, loader);
  return loader;
}
