import { catalogue } from '../kernel/message.ts';

/** Messages on files. */
export const messages = catalogue({
  'The file': 'soubor',
  'The upload': 'nahrání',

  // commands/, keeping.ts
  'must wait: you have {max} files that nothing refers to; use them, or wait a day':
    'musí počkat: souborů, na které nic neodkazuje, už máte {max}; použijte je, nebo počkejte den',
  'The file could not be stored, and nothing was kept of it: try again in a while.':
    'Soubor se nepodařilo uložit a nic z něj nezůstalo: zkuste to za chvíli znovu.',
  'The address is not good any more: ask for a new one.': 'Adresa už neplatí: požádejte o novou.',
  'Another file came by this address before: ask for a new one.':
    'Na tuto adresu už přišel jiný soubor: požádejte o novou.',

  // formats/
  'must not be empty': 'nesmí být prázdný',
  'must be a PNG or SVG image; its content is neither, whatever its name says':
    'musí být obrázek PNG nebo SVG; obsah souboru není ani jedno, ať se jmenuje jakkoli',
  'must be a PDF document; its content is not, whatever its name says':
    'musí být dokument PDF; obsah souboru jím není, ať se jmenuje jakkoli',
  'must be a whole PDF document: it has no end, or something stands after it':
    'musí být celý dokument PDF: chybí mu konec, nebo za ním něco následuje',
  'must be a PDF document alone, not an archive as well': 'musí být pouze dokument PDF, nikoli zároveň archiv',
  'must be a PNG that can be decoded: it is damaged': 'musí být PNG, které lze dekódovat: soubor je poškozený',
  'must have at most {max} pixels a side; it has {width} × {height}':
    'strana smí mít nejvýše {max} pixelů; obrázek má {width} × {height}',
  'must have at most {max} bytes': 'počet bajtů smí být nejvýše {max}',
  'must have at most {max} bytes once its pixels are encoded anew; it would have {size}':
    'po novém zakódování smí mít nejvýše {max} bajtů; mělo by jich {size}',

  // formats/svg
  'must be an SVG that is well-formed XML in UTF-8: {problem}':
    'musí být SVG, které je správně utvořené XML v UTF-8: {problem}',
  'must not have a document type (DOCTYPE) or entities': 'nesmí mít typ dokumentu (DOCTYPE) ani entity',
  'must not have the processing instruction {target}': 'nesmí mít instrukci pro zpracování {target}',
  'must not have the element {element}': 'nesmí mít element {element}',
  'must not have the attribute {attribute} on {element}': 'nesmí mít atribut {attribute} na elementu {element}',
  'must not refer to anything outside of itself, as {attribute} on {element} does':
    'nesmí odkazovat na nic mimo sebe, jak to dělá atribut {attribute} na elementu {element}',
  'must not have this value of {attribute} on {element}: {value}':
    'nesmí mít tuto hodnotu atributu {attribute} na elementu {element}: {value}',
  'must have style rules of simple selectors and known properties alone, not: {css}':
    'smí mít jen pravidla stylu s jednoduchými selektory a známými vlastnostmi, nikoli: {css}',
  'must refer to parts of itself that exist; there is none named {name}':
    'smí odkazovat jen na své existující části; žádná se nejmenuje {name}',
  'must not have two parts named {name}': 'nesmí mít dvě části se jménem {name}',
  'must not be nested deeper than {max} elements': 'nesmí být zanořeno hlouběji než {max} elementů',
  'must draw at most {max} elements, those drawn again by reference included':
    'smí kreslit nejvýše {max} elementů včetně těch, které se odkazem kreslí znovu',
  'must not refer to itself in a circle': 'nesmí odkazovat v kruhu samo na sebe',
  'must have a size: a viewBox, or width and height in pixels':
    'musí mít velikost: viewBox, nebo width a height v pixelech',
});

export const { say, rule } = messages;
