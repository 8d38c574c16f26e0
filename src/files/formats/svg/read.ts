/** Reads an SVG and keeps what the allow-list has; everything else is refused by name. */
import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes';
import { MAX_SVG_DEPTH, MAX_SVG_ELEMENTS } from '../../limits.ts';
import { say } from '../../messages.ts';
import { unfit } from '../checkedFile.ts';
import {
  ATTRIBUTES,
  DROPPED_ATTRIBUTES,
  DROPPED_ELEMENTS,
  ELEMENTS,
  ELEMENTS_OF_TEXT,
  FREE_TEXT,
  NOTES_OF_EDITORS,
  PROPERTIES,
  REFERRING_ELEMENTS,
  SVG_NAMESPACE,
  XLINK_NAMESPACE,
  XML_NAMESPACE,
} from './allowList.ts';
import type { SvgElement } from './tree.ts';
import { declarationsOf, isPlainValue, plainStyleSheet, styleOf } from './values.ts';

/**
 * The tree of what is allowed.
 * @throws DomainError INVALID_INPUT at the first thing that is not.
 */
export function readSvg(text: string): SvgElement {
  const reader = new SvgReader();
  const parser = new SaxesParser({ xmlns: true, position: true });
  parser.on('doctype', () => {
    throw unfit(say('must not have a document type (DOCTYPE) or entities'));
  });
  parser.on('processinginstruction', ({ target }) => {
    throw unfit(say('must not have the processing instruction {target}', { target: shown(target) }));
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding && !/^utf-8$/i.test(encoding)) throw malformed(`encoding="${shown(encoding)}"`);
  });
  parser.on('error', ({ message }) => {
    throw malformed(shown(message));
  });
  parser.on('opentag', (tag) => reader.open(tag));
  parser.on('closetag', () => reader.close());
  parser.on('text', (part) => reader.text(part));
  parser.on('cdata', (part) => reader.text(part));
  parser.write(text).close();
  return reader.root ?? refuseElement('?');
}

const malformed = (problem: string) =>
  unfit(say('must be an SVG that is well-formed XML in UTF-8: {problem}', { problem }));

/** What somebody wrote, short enough to be repeated. */
function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function refuseElement(element: string): never {
  throw unfit(say('must not have the element {element}', { element: shown(element) }));
}

class SvgReader {
  root: SvgElement | null = null;
  /** Open elements; null for one that is left out. */
  readonly #open: (SvgElement | null)[] = [];
  #count = 0;

  open(tag: SaxesTagNS): void {
    this.#count += 1;
    if (this.#count > MAX_SVG_ELEMENTS) {
      const values = { max: MAX_SVG_ELEMENTS };
      throw unfit(say('must draw at most {max} elements, those drawn again by reference included', values));
    }
    if (this.#open.length >= MAX_SVG_DEPTH) {
      throw unfit(say('must not be nested deeper than {max} elements', { max: MAX_SVG_DEPTH }));
    }
    const parent = this.#open.at(-1);
    const isLeftOut = parent === null || isNote(tag);
    const element = isLeftOut ? null : elementOf(tag);
    if (!parent && element) {
      if (element.name !== 'svg') refuseElement(tag.name);
      this.root = element;
    }
    if (element) parent?.children.push(element);
    this.#open.push(element);
  }

  close(): void {
    const element = this.#open.pop();
    if (element?.name === 'style') replaceStyleSheet(element);
  }

  text(part: string): void {
    const element = this.#open.at(-1);
    if (element && ELEMENTS_OF_TEXT.has(element.name)) element.children.push(part);
  }
}

function isNote({ uri, local, name }: SaxesTagNS): boolean {
  if (uri === SVG_NAMESPACE) return DROPPED_ELEMENTS.has(local);
  return NOTES_OF_EDITORS.some((pattern) => pattern.test(uri)) || refuseElement(name);
}

function elementOf({ local: name, attributes }: SaxesTagNS): SvgElement {
  if (!ELEMENTS.has(name)) refuseElement(name);
  const kept = new Map<string, string>();
  for (const attribute of Object.values(attributes)) {
    const found = attributeOf(name, attribute);
    if (found) kept.set(...found);
  }
  return { name, attributes: kept, children: [] };
}

/** The attribute as it is kept; null for one that is left out. */
function attributeOf(element: string, attribute: SaxesAttributeNS): [name: string, value: string] | null {
  const { prefix, local, uri, value } = attribute;
  if (prefix === 'xmlns' || attribute.name === 'xmlns' || NOTES_OF_EDITORS.some((pattern) => pattern.test(uri)))
    return null;
  const isPlain = uri === '' || (uri === XLINK_NAMESPACE && local === 'href') || uri === XML_NAMESPACE;
  const name = uri === XML_NAMESPACE && local !== 'lang' ? `xml:${local}` : local;
  if (isPlain && DROPPED_ATTRIBUTES.test(name)) return null;
  if (!isPlain || !(ATTRIBUTES.has(name) || PROPERTIES.has(name))) {
    throw unfit(
      say('must not have the attribute {attribute} on {element}', { attribute: shown(attribute.name), element }),
    );
  }
  return [name, keptValue(element, name, value)];
}

function keptValue(element: string, attribute: string, value: string): string {
  if (attribute === 'href') {
    if (REFERRING_ELEMENTS.has(element) && /^#[\w.:-]+$/.test(value)) return value;
    throw unfit(
      say('must not refer to anything outside of itself, as {attribute} on {element} does', { attribute, element }),
    );
  }
  if (attribute === 'style') {
    const declarations = declarationsOf(value);
    if (declarations) return styleOf(declarations);
  } else if (FREE_TEXT.has(attribute) || isPlainValue(attribute, value.trim())) return value.trim();
  if (/url\s*\(/i.test(value)) {
    throw unfit(
      say('must not refer to anything outside of itself, as {attribute} on {element} does', { attribute, element }),
    );
  }
  const values = { attribute, element, value: shown(value) };
  throw unfit(say('must not have this value of {attribute} on {element}: {value}', values));
}

function replaceStyleSheet(element: SvgElement): void {
  const css = element.children.join('');
  const plain = plainStyleSheet(css);
  if (plain === null) {
    const values = { css: shown(css.trim()) };
    throw unfit(say('must have style rules of simple selectors and known properties alone, not: {css}', values));
  }
  element.children.splice(0, element.children.length, plain);
}
