/** Checks a row's content by its kind, with every reference in its place. */
import { DomainError } from '../../kernel/errors.ts';
import { reference as referenceSchema } from '../../kernel/fields.ts';
import { newId } from '../../kernel/ids.ts';
import type { Message } from '../../kernel/message.ts';
import { check } from '../../kernel/validate.ts';
import { type CheckedContent, checkContent } from '../commands/draft.ts';
import type { Reference } from '../references.ts';
import { type Path, type RowError, type RowErrorCode, rowError } from './format.ts';
import { say } from './messages.ts';
import type { Row } from './rows.ts';
import { parseSymbol, resolveReferences } from './symbols.ts';
import type { Targets } from './targets.ts';

/** A symbolic reference where it stands in the content. */
export interface Mention {
  readonly path: Path;
  readonly symbol: string;
}

/** What there is to say of a row's content. */
export interface CheckedRow {
  /** Null when something is wrong. */
  readonly checked: CheckedContent | null;
  readonly mentions: readonly Mention[];
  readonly errors: readonly RowError[];
}

/** Errors of a row; further ones are only counted. */
const MAX_ERRORS = 100;

/** What validation says of a field that holds no identifier; in a file, none does. */
const IDENTIFIER_WANTED = check(referenceSchema, null).issues[0]?.message('en');
const REFERENCE_WANTED = say('must be a reference such as @organization/org-dia or @entry/form/rp-zadost');

/** The symbols in a row's content. */
export function mentionsIn(content: object): Mention[] {
  const mentions: Mention[] = [];
  resolveReferences(content, (symbol, path) => mentions.push({ path, symbol }));
  return mentions;
}

/** Checks the content of a row whose form is right. */
export function checkRow(row: Row & { kind: string; slug: string }, targets: Targets): CheckedRow {
  const mentions = mentionsIn(row.content);
  const errors: RowError[] = [];
  const complain = (code: RowErrorCode, message: Message, path: Path) =>
    errors.push(rowError(row, code, message, ['content', ...path]));
  for (const { symbol, path } of mentions) {
    if (targets.idOf(symbol) === undefined) complain('UNKNOWN_REFERENCE', unknown(symbol), path);
  }
  // What a symbol without a target is replaced by counts as an identifier, so that it is complained of once.
  const content = resolveReferences(row.content, (symbol) => targets.idOf(symbol) ?? newId());
  const checked = checkAs(row, content, complain);
  if (checked) checkPlaces(checked.references, mentions, complain);
  return { checked: errors.length > 0 ? null : checked, mentions, errors: firstOf(row, errors) };
}

type Complain = (code: RowErrorCode, message: Message, path: Path) => void;

function checkAs({ kind, slug }: { kind: string; slug: string }, content: unknown, complain: Complain) {
  try {
    return checkContent(kind, slug, content);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    for (const { message, path } of error.issues) {
      complain('INVALID_INPUT', message('en') === IDENTIFIER_WANTED ? REFERENCE_WANTED : message, path);
    }
    return null;
  }
}

/** Symbols must stand where the kind has references, and be of what is referred to; nothing else may stand there. */
function checkPlaces(references: readonly Reference[], mentions: readonly Mention[], complain: Complain): void {
  const symbols = new Map(mentions.map(({ path, symbol }) => [path.join('.'), symbol]));
  for (const { path, target, kind } of references) {
    const key = path.join('.');
    const symbol = symbols.get(key);
    const named = symbol === undefined ? null : parseSymbol(symbol);
    symbols.delete(key);
    if (symbol === undefined) complain('INVALID_INPUT', REFERENCE_WANTED, path);
    else if (named && (named.target !== target || (kind && kind !== named.kind))) {
      complain(
        'INVALID_INPUT',
        say('must refer to one of {places}', { places: `@${[target, kind].filter(Boolean).join('/')}/…` }),
        path,
      );
    }
  }
  for (const { path, symbol } of mentions) {
    if (!symbols.has(path.join('.')) || !parseSymbol(symbol)) continue;
    complain(
      'INVALID_INPUT',
      say('is a text and cannot refer to anything; a text that begins with @ is written @@…'),
      path,
    );
  }
}

function unknown(symbol: string): Message {
  const named = parseSymbol(symbol);
  if (!named) return say('{wanted}; a text that begins with @ is written @@…', { wanted: REFERENCE_WANTED });
  const { target, kind, slug } = named;
  return target === 'entry'
    ? say('There is no {kind} {slug}, neither in the catalogue nor in the file.', { kind: kind ?? target, slug })
    : say('There is no {target} {slug} in the catalogue.', { target, slug });
}

function firstOf(row: Row, errors: readonly RowError[]): readonly RowError[] {
  if (errors.length <= MAX_ERRORS) return errors;
  const more = errors.length - MAX_ERRORS;
  return [
    ...errors.slice(0, MAX_ERRORS),
    rowError(row, 'INVALID_INPUT', say('has {count} more errors', { count: more })),
  ];
}
