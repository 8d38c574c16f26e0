/** How much there is to draw, with what is drawn again wherever it is referred to. */
import { MAX_SVG_ELEMENTS } from '../../limits.ts';
import { say } from '../../messages.ts';
import { unfit } from '../checkedFile.ts';
import { REFERRING_PROPERTIES } from './allowList.ts';
import { elementsIn, type SvgElement } from './tree.ts';
import { declarationsOf, nameReferredTo, plainStyleSheet } from './values.ts';

/**
 * Refuses references that lead nowhere or round in a circle, and those that multiply: an image of a few lines could have to be
 * drawn a billion times.
 * @throws DomainError INVALID_INPUT
 */
export function assertDrawable(root: SvgElement): void {
  const byName = namedIn(root);
  const efforts = new Map<SvgElement, number | 'under way'>();
  const effortOf = (element: SvgElement): number => {
    const known = efforts.get(element);
    if (known === 'under way') throw unfit(say('must not refer to itself in a circle'));
    if (known !== undefined) return known;
    efforts.set(element, 'under way');
    let effort = 1;
    for (const child of element.children) if (typeof child !== 'string') effort += effortOf(child);
    for (const name of namesReferredTo(element)) {
      const target = byName.get(name);
      if (!target) throw unfit(say('must refer to parts of itself that exist; there is none named {name}', { name }));
      effort += effortOf(target);
    }
    if (effort > MAX_SVG_ELEMENTS) {
      const values = { max: MAX_SVG_ELEMENTS };
      throw unfit(say('must draw at most {max} elements, those drawn again by reference included', values));
    }
    efforts.set(element, effort);
    return effort;
  };
  effortOf(root);
}

function namedIn(root: SvgElement): Map<string, SvgElement> {
  const byName = new Map<string, SvgElement>();
  for (const element of elementsIn(root)) {
    const name = element.attributes.get('id');
    if (name === undefined) continue;
    if (byName.has(name)) throw unfit(say('must not have two parts named {name}', { name: name.slice(0, 60) }));
    byName.set(name, element);
  }
  return byName;
}

function namesReferredTo({ name, attributes, children }: SvgElement): string[] {
  if (name === 'style') return namesInStyleSheet(children.join(''));
  const values = [...attributes].flatMap(([attribute, value]) => {
    if (attribute === 'style')
      return (declarationsOf(value) ?? []).filter(([property]) => REFERRING_PROPERTIES.has(property));
    return REFERRING_PROPERTIES.has(attribute) ? [[attribute, value] as const] : [];
  });
  const names = values.flatMap(([, value]) => nameReferredTo(value) ?? []);
  const href = attributes.get('href');
  return href === undefined ? names : [...names, href.slice(1)];
}

/** Names by which rules fill and stroke: gradients, which are drawn once for each shape. */
function namesInStyleSheet(css: string): string[] {
  return [...(plainStyleSheet(css) ?? '').matchAll(/url\(\s*["']?#([\w.:-]+)/g)].map(([, name = '']) => name);
}
