import { catalogue } from '../../kernel/message.ts';

/** Messages on tile files. */
export const messages = catalogue({
  'The tile file': 'soubor s dlaždicí',
  'The import': 'import',
  'The tile file is not JSON: {problem}': 'Soubor s dlaždicí není JSON: {problem}',
  'must be {format}': 'musí být {format}',
  'must be one of the formats that can be read: {formats}': 'musí být jeden z formátů, které lze přečíst: {formats}',
  'must be an IČO: 8 digits with a right check digit': 'musí být IČO: 8 číslic se správnou kontrolní číslicí',
  'must have an IČO or a slug': 'musí mít IČO nebo slug',
  'must have a NUTS code or a RÚIAN code, one of the two': 'musí mít kód NUTS, nebo kód RÚIAN, jeden z nich',
  'must have at most {max} categories': 'počet kategorií smí být nejvýše {max}',
  'must have at most {max} related entries': 'počet souvisejících položek smí být nejvýše {max}',
  'must be base64 (RFC 4648, section 4)': 'musí být v base64 (RFC 4648, oddíl 4)',
  'must have at most {max} characters': 'počet znaků smí být nejvýše {max}',
  'must be {mediaType}: that is what the content is': 'musí být {mediaType}: tím je obsah',
  'must be given with entryId': 'musí být uvedeno spolu s entryId',
  'must be {slug}, the slug of the tile': 'musí být {slug}, slug dané dlaždice',
  'must name an organization that is in the catalogue': 'musí uvést organizaci, která je v katalogu',
  'must name a category that is in the catalogue': 'musí uvést kategorii, která je v katalogu',
  'must name a territory that is in the catalogue': 'musí uvést území, které je v katalogu',
  'must name an entry that is in the catalogue': 'musí uvést položku, která je v katalogu',
});

export const { say, rule } = messages;
