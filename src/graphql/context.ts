/** What every resolver may use. It holds no way to drafts: only live tables are within reach of a reader. */
import type { GraphQLResolveInfo } from 'graphql';
import type { Locale } from '../kernel/locale.ts';
import type { Viewer } from '../kernel/viewer.ts';
import type { ReferenceData } from '../organizations/referenceData.ts';
import type { Database } from '../platform/database.ts';

/** The tables that readers select from. */
export type LiveDatabase = Pick<Database, 'liveEntry' | 'organization' | 'category' | 'territory'>;

export interface Context {
  readonly viewer: Viewer;
  /** The reader's language, by Accept-Language. */
  readonly locale: Locale;
  readonly live: LiveDatabase;
  readonly references: ReferenceData;
  /** Per request; see {@link chooseLocale}. */
  readonly localeByRootField: Map<string, Locale>;
  /** Loaders of this request, by what they load. */
  readonly loaders: Map<string, unknown>;
}

/** What the parts of a context need that live as long as the service. */
export interface ContextSources {
  readonly live: LiveDatabase;
  readonly references: ReferenceData;
}

export function createContext(sources: ContextSources, viewer: Viewer, locale: Locale): Context {
  return { ...sources, viewer, locale, localeByRootField: new Map(), loaders: new Map() };
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
