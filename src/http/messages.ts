import { catalogue } from '../kernel/message.ts';

/** Messages on HTTP requests. */
export const messages = catalogue({
  'The address must be percent-encoded UTF-8.': 'Adresa musí být v UTF-8 s procentovým kódováním.',
  'operationName must be a text, or left out.': 'operationName musí být text, nebo chybět.',
  'Send the request as application/json.': 'Požadavek zašlete jako application/json.',
  'Send the request without content encoding.': 'Požadavek zašlete bez kódování obsahu.',
  'The body must be a JSON object with a query; batches are not taken.':
    'Tělo musí být objekt JSON s dotazem; dávky se nepřijímají.',
  'The body must have at most {max} bytes.': 'Velikost těla v bajtech smí být nejvýše {max}.',
  'There is no such file, or its address is not good any more: ask for a new one.':
    'Takový soubor neexistuje, nebo jeho adresa už neplatí: požádejte o novou.',
  'A request with a session must come from a page of this service or of an allowed origin, with the header {header}: 1.':
    'Požadavek s relací musí přicházet ze stránky této služby nebo z povoleného původu, s hlavičkou {header}: 1.',
  'The address is not good, or not any more: ask for a new one.': 'Adresa neplatí, nebo už neplatí: požádejte o novou.',
  'The body must be valid UTF-8.': 'Tělo musí být platné UTF-8.',
  '{subject} must be JSON: {problem}.': '{subject} musí být JSON: {problem}.',
  'The body': 'Tělo',
  'The document is not one of those that this service knows by their SHA-256 hash.':
    'Dokument není mezi těmi, které služba zná podle jejich hashe SHA-256.',
  'A preview answers queries alone: nothing can be changed in it.':
    'Náhled odpovídá pouze na dotazy: nelze v něm nic měnit.',
  'Pass the header {header} or the parameter {parameter}, not both.':
    'Zadejte hlavičku {header}, nebo parametr {parameter}, nikoli obojí.',
  'The Authorization header must be `Bearer` and an API token exactly as it was issued, such as roz_….':
    'Hlavička Authorization musí být `Bearer` a token API přesně tak, jak byl vydán, například roz_….',
  'The API token has expired: issue a new one.': 'Platnost tokenu API vypršela: vydejte nový.',
  'The API token was revoked.': 'Token API byl odvolán.',
});

export const { say, rule } = messages;
