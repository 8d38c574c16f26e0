/** What files are taken, and what becomes of them: by their content alone. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it, test } from 'vitest';
import type { CheckedFile } from '../../src/files/formats/checkedFile.ts';
import { ATTRIBUTES, ELEMENTS, PROPERTIES } from '../../src/files/formats/svg/allowList.ts';
import { checkFile, type FilePurpose } from '../../src/files/purposes.ts';
import { DomainError } from '../../src/kernel/errors.ts';
import { pdf, pixelBomb, png, pngChunk, svg, ZIP } from '../testkit/images.ts';

/** What the file is refused with, in English. */
async function refusal(purpose: FilePurpose, bytes: Uint8Array): Promise<string> {
  try {
    await checkFile(purpose, bytes);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.code).toBe('INVALID_INPUT');
    return error.issues.map(({ message }) => message('en')).join('; ');
  }
  return 'taken';
}

const logo = (bytes: Uint8Array) => checkFile('LOGO', bytes);
const textOf = ({ bytes }: CheckedFile) => Buffer.from(bytes).toString();

describe('a PNG', () => {
  it('is taken with its size, and nothing of the file but its pixels stays', async () => {
    const secret = pngChunk('tEXt', Buffer.from('Author\0Jan Tajny'));
    const html = Buffer.from('<script>alert(1)</script>');
    const taken = await logo(Buffer.concat([png(40, 20, [35, 98, 162, 255], [secret]), html, ZIP]));
    expect(taken).toMatchObject({ mediaType: 'image/png', width: 40, height: 20 });
    expect(Buffer.from(taken.bytes).includes('Tajny')).toBe(false);
    expect(Buffer.from(taken.bytes).includes('script')).toBe(false);
    const pixel = await sharp(taken.bytes).raw().toBuffer();
    expect([...pixel.subarray(0, 4)]).toEqual([35, 98, 162, 255]);
  });

  it('is the same file when it is taken again, so that an exported logo is found to be the same', async () => {
    const palette = await sharp(png(64, 64)).png({ palette: true, colours: 4 }).toBuffer();
    for (const file of [png(40, 20), palette]) {
      const once = await logo(file);
      expect(Buffer.from((await logo(once.bytes)).bytes).equals(once.bytes)).toBe(true);
    }
  });

  it.each([
    ['a bomb of pixels', pixelBomb(50_000), 'must have at most 2048 pixels a side'],
    ['a side too long', png(2_049, 1), 'must have at most 2048 pixels a side; it has 2049 × 1'],
    ['no pixels', pngHeader(0, 0), 'damaged'],
    ['more promised than is there', pixelBomb(2_048).subarray(0, 60), 'damaged'],
    ['a flipped bit', flipped(png(40, 20), 45), 'damaged'],
    ['a signature alone', png(1, 1).subarray(0, 8), 'damaged'],
    ['too many bytes', Buffer.concat([png(1, 1), Buffer.alloc(50_000)]), 'must have at most 50,000 bytes'],
  ])('is refused with %s', async (_name, bytes, reason) => {
    expect(await refusal('LOGO', bytes)).toContain(reason);
  });
});

function pngHeader(width: number, height: number): Buffer {
  const file = Buffer.from(png(1, 1));
  file.writeUInt32BE(width, 16);
  file.writeUInt32BE(height, 20);
  return file;
}

function flipped(file: Buffer, place: number): Buffer {
  const changed = Buffer.from(file);
  changed[place] = (changed[place] ?? 0) ^ 0x10;
  return changed;
}

describe('an SVG', () => {
  it('is written anew from what it may have, without the notes of the program that it was drawn in', async () => {
    const taken = await logo(
      Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
        <!-- drawn by Jan Tajny -->
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="64px" height="32" version="1.1"
          xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:version="1.4"
          xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd">
        <metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">Tajny</rdf:RDF></metadata>
        <sodipodi:namedview id="view" pagecolor="#fff"><inkscape:grid/></sodipodi:namedview>
        <title>Řidiči &amp; vozidla</title>
        <style>/* Tajny */ .a, #b { fill: url(#shade); -inkscape-stroke: none }</style>
        <defs><linearGradient id="shade" xlink:href="#base"/><linearGradient id="base"><stop offset="0" stop-color="red"/></linearGradient>
        <clipPath id="edge"><rect width="64" height="32"/></clipPath></defs>
        <g clip-path="url(#edge)" style="opacity: .5; stroke:rgb(1, 2, 3)" data-name="Vrstva">
          <path class="a" d="M0 0L64 32z"/><use xlink:href="#dot" x="3"/><circle id="dot" r="2"/>
        </g></svg>`),
    );
    expect(taken).toMatchObject({ mediaType: 'image/svg+xml', width: 64, height: 32 });
    expect(textOf(taken)).toBe(
      '<svg width="64px" height="32" viewBox="0 0 64 32" xmlns="http://www.w3.org/2000/svg">' +
        '<title>Řidiči &amp; vozidla</title><style>.a,#b{fill:url(#shade)}</style>' +
        '<defs><linearGradient id="shade" href="#base"/><linearGradient id="base"><stop offset="0" stop-color="red"/>' +
        '</linearGradient><clipPath id="edge"><rect width="64" height="32"/></clipPath></defs>' +
        '<g clip-path="url(#edge)" style="opacity:.5;stroke:rgb(1, 2, 3)"><path class="a" d="M0 0L64 32z"/>' +
        '<use href="#dot" x="3"/><circle id="dot" r="2"/></g></svg>',
    );
  });

  const script = 'must not have the element script';
  const outside = 'must not refer to anything outside of itself';
  it.each([
    ['a script', svg('<script>alert(1)</script>'), script],
    [
      'a script of XHTML',
      svg('<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>'),
      'element x:script',
    ],
    ['an event', svg('', 'onload="alert(1)"'), 'must not have the attribute onload on svg'],
    ['an event in other letters', svg('<g ONCLICK="x()"/>'), 'must not have the attribute ONCLICK on g'],
    [
      'a foreign object',
      svg('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'),
      'foreignObject',
    ],
    ['an image', svg('<image href="data:image/png;base64,AA=="/>'), 'element image'],
    ['a link', svg('<a href="#x"><path d=""/></a>'), 'element a'],
    ['an animation of a reference', svg('<use href="#x"><set attributeName="href" to="x"/></use>'), 'element set'],
    ['a filter', svg('<filter id="f"/>'), 'element filter'],
    ['a reference to another site', svg('<use href="https://zly.example/a.svg#x"/>'), outside],
    [
      'a reference by another prefix',
      svg('<use xmlns:q="http://www.w3.org/1999/xlink" q:href="//zly.example"/>'),
      outside,
    ],
    ['a script as a reference', svg('<use href="java&#10;script:alert(1)"/>'), outside],
    ['a paint from outside', svg('<path d="" fill="url(https://zly.example/#x)"/>'), outside],
    ['a paint from outside in a style', svg('<path d="" style="fill:u\\72l(//zly.example)"/>'), 'value of style'],
    ['a picture in a style', svg('<g style="mask:image-set(&quot;x&quot; 1x)"/>'), 'value of style'],
    ['an import', svg('<style>@import "//zly.example";</style>'), 'style rules'],
    ['a font from outside', svg('<style>@font-face{src:url(//zly.example)}</style>'), 'style rules'],
    ['a picture in style rules', svg('<style>g{fill:url(//zly.example)}</style>'), 'style rules'],
    ['an unknown property', svg('<style>g{behavior:none}</style>'), 'style rules'],
    [
      'an entity',
      Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'),
      'DOCTYPE',
    ],
    ['a billion laughs', laughs(), 'DOCTYPE'],
    ['an entity without a type', svg('<text>&lol;</text>'), 'well-formed XML'],
    [
      'a style sheet',
      Buffer.from('<?xml-stylesheet href="//zly.example"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
      'xml-stylesheet',
    ],
    ['another encoding', Buffer.from('<?xml version="1.0" encoding="UTF-7"?><svg/>'), 'UTF-8'],
    ['bytes that are not UTF-8', Buffer.concat([svg(), Buffer.from([0xff])]), 'UTF-8'],
    ['something after its end', Buffer.concat([svg(), Buffer.from('<script/>')]), 'well-formed XML'],
    ['an archive after its end', Buffer.concat([svg(), ZIP]), 'well-formed XML'],
    ['no namespace', Buffer.from('<svg viewBox="0 0 1 1"/>'), 'element svg'],
    ['another root', Buffer.from('<g xmlns="http://www.w3.org/2000/svg"/>'), 'element g'],
    ['no size', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'must have a size'],
    [
      'a size of nothing',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 9"/>'),
      'must have a size',
    ],
    ['a name used twice', svg('<g id="a"/><g id="a"/>'), 'two parts named a'],
    ['a part that is not there', svg('<use href="#nic"/>'), 'there is none named nic'],
    ['a circle', svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), 'in a circle'],
    ['itself within', svg('<g id="a"><use href="#a"/></g>'), 'in a circle'],
    ['nesting', svg(`${'<g>'.repeat(40)}${'</g>'.repeat(40)}`), 'deeper than 32'],
    ['too many elements', svg('<g/>'.repeat(5_001)), 'at most 5000 elements'],
    ['uses that multiply', svg(doublings('use', (name) => `<use href="#${name}"/>`)), 'at most 5000 elements'],
    ['masks that multiply', svg(doublings('mask', (name) => `<g mask="url(#${name})"/>`)), 'at most 5000 elements'],
    [
      'clips that multiply by style',
      svg(doublings('clip', (name) => `<g style="clip-path:url('#${name}')"/>`)),
      'at most 5000',
    ],
    ['too many bytes', svg(`<!--${'x'.repeat(50_000)}-->`), 'must have at most 50,000 bytes'],
    ['more bytes when written', svg(`<text>${'>'.repeat(20_000)}</text>`), 'must have at most 50,000 bytes'],
  ])('is refused with %s', async (_name, bytes, reason) => {
    expect(await refusal('LOGO', bytes)).toContain(reason);
  });

  /** Parts each of which draws the one before twice: 2^40 elements in two hundred. */
  function doublings(kind: string, refer: (name: string) => string): string {
    const tag = kind === 'use' ? 'g' : kind === 'mask' ? 'mask' : 'clipPath';
    const parts = Array.from({ length: 40 }, (_, place) => {
      const drawn = place === 0 ? '<path d=""/>' : refer(`p${place - 1}`).repeat(2);
      return `<${tag} id="p${place}">${drawn}</${tag}>`;
    });
    return `${parts.join('')}${refer('p39')}`;
  }

  function laughs(): Buffer {
    const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
    return Buffer.from(
      `<!DOCTYPE svg [<!ENTITY l0 "ha">${entities}]><svg xmlns="http://www.w3.org/2000/svg"><text>&l9;</text></svg>`,
    );
  }

  // Hostile and harmless pieces in any order: whatever is taken has only what is allowed, and is taken again as it is.
  const names = fc.constantFrom(...ELEMENTS, 'script', 'image', 'a', 'animate', 'foreignObject', 'iframe', 'metadata');
  const attributes = fc.constantFrom(
    ...ATTRIBUTES,
    ...PROPERTIES,
    'onload',
    'onclick',
    'xlink:href',
    'filter',
    'src',
    'data-x',
  );
  const values = fc.oneof(
    fc.constantFrom(
      '1',
      '#a',
      'url(#a)',
      'url(//zly.example)',
      'javascript:alert(1)',
      'red',
      '&#106;avascript:1',
      'fill:red',
    ),
    fc.string({ maxLength: 12 }),
  );
  const escaped = (text: string) =>
    text.replace(/[&<>"]/g, (sign) => (sign === '&' ? '&amp;' : `&#${sign.charCodeAt(0)};`));
  const { element } = fc.letrec<{ element: string }>((tie) => ({
    element: fc
      .tuple(
        names,
        fc.uniqueArray(fc.tuple(attributes, values), { maxLength: 3, selector: ([name]) => name }),
        fc.array(fc.oneof({ maxDepth: 3 }, values.map(escaped), tie('element')), { maxLength: 3 }),
      )
      .map(([name, list, inside]) => {
        const written = list
          .map(([key, value]) => ` ${key}="${value.startsWith('&#') ? value : escaped(value)}"`)
          .join('');
        return `<${name}${written}>${inside.join('')}</${name}>`;
      }),
  }));

  test('has nothing but what is allowed, whatever it was made of, and is taken again unchanged', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(element, { maxLength: 3 }), async (inside) => {
        const file = svg(`<g id="a"/>${inside.join('')}`);
        const result = await logo(file).catch((error: unknown) => {
          expect(error).toBeInstanceOf(DomainError);
          return null;
        });
        if (!result) return;
        taken += 1;
        const text = textOf(result);
        for (const [, name = ''] of text.matchAll(/<\/?([\w:.-]+)/g)) expect(ELEMENTS).toContain(name);
        for (const [, name = ''] of text.matchAll(/\s([\w:.-]+)="/g)) {
          expect(ATTRIBUTES.has(name) || PROPERTIES.has(name) || name === 'xmlns').toBe(true);
        }
        expect(text).not.toMatch(/<!|<\?|\shref="(?!#)/);
        // Names and texts may look like anything: nothing is loaded by them.
        const styled = text.matchAll(/\s(?!id|class|lang|role|aria-label|d=|points)[\w-]+="([^"]*)"|<style>([^<]*)/g);
        for (const [, value, rules] of styled) expect(value ?? rules).not.toMatch(/url\((?!['"]?#|&quot;#)|@|\\/);
        expect(textOf(await logo(result.bytes))).toBe(text);
      }),
      { numRuns: 400 },
    );
    expect(taken).toBeGreaterThan(20);
  });
});

describe('a document', () => {
  it('is taken as it is', async () => {
    expect(await checkFile('EVIDENCE', pdf())).toEqual({
      bytes: pdf(),
      mediaType: 'application/pdf',
      width: null,
      height: null,
    });
  });

  it.each([
    ['a picture', png(4, 4), 'must be a PDF document'],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'must be a PDF document'],
    ['something before it', Buffer.concat([Buffer.from('MZ\n'), pdf()]), 'must be a PDF document'],
    ['a header alone', Buffer.from('%PDF-1.7\n<script>alert(1)</script>'), 'must be a whole PDF document'],
    ['a half', pdf().subarray(0, -20), 'must be a whole PDF document'],
    ['an archive after it', Buffer.concat([pdf(), ZIP]), 'must be a whole PDF document'],
    ['an archive that ends as a document', Buffer.concat([pdf(), ZIP, pdf().subarray(-40)]), 'archive'],
    ['an end that leads nowhere', Buffer.from('%PDF-1.7\nstartxref\n3\n%%EOF'), 'must be a whole PDF document'],
    ['an archive', Buffer.concat([ZIP, Buffer.alloc(100)]), 'must be a PDF document'],
    ['a packed document', gzipSync(pdf()), 'must be a PDF document'],
    ['too many bytes', pdf('', 5_000_000), 'must have at most 5,000,000 bytes'],
    ['nothing', Buffer.alloc(0), 'must not be empty'],
  ])('is refused when it is %s', async (_name, bytes, reason) => {
    expect(await refusal('EVIDENCE', bytes)).toContain(reason);
  });
});

it.each([
  ['a packed SVG', gzipSync(svg())],
  ['a JPEG', Buffer.from('ffd8ffe000104a464946', 'hex')],
  ['a GIF', Buffer.from('GIF89a')],
  ['a page', Buffer.from('PK<html>')],
  ['a document', pdf()],
  ['an archive', ZIP],
])('a logo is not taken that is %s', async (_name, bytes) => {
  expect(await refusal('LOGO', bytes)).toContain('must be a PNG or SVG image');
});

it('no decoder but that of PNG can be reached', async () => {
  const jpeg = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer();
  await expect(sharp(jpeg).raw().toBuffer()).rejects.toThrow();
  await expect(sharp(svg()).raw().toBuffer()).rejects.toThrow();
});
