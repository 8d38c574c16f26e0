import { catalogue } from '../kernel/message.ts';

/** Messages on requests as such: arguments, filters, pages, scalars. */
export const messages = catalogue({
  'must not be in the future': 'nesmí být v budoucnosti',
  'asOf must not be in the future: nobody knows yet.':
    'asOf nesmí být v budoucnosti: co bude platit, zatím nikdo neví.',
  '{argument} is malformed: pass a cursor exactly as the API returned it.':
    '{argument} je poškozený: předejte kurzor přesně tak, jak jej vrátilo API.',
  '{argument} belongs to another order: page on in the order it came from.':
    '{argument} patří k jinému řazení: stránkujte v řazení, ze kterého pochází.',
  'Pass first or last, not both.': 'Zadejte first, nebo last, nikoli obojí.',
  '{argument} must be from 1 to {max}, not {value}.': '{argument} musí být od 1 do {max}, nikoli {value}.',
  'A filter may have {max} values at the most.': 'Filtr smí mít nejvýše tento počet hodnot: {max}.',
  'A filter may be nested {max} deep at the most.': 'Filtr smí být vnořen nejvýše do hloubky {max}.',
  'or must have at least one filter; leave it out for none.':
    'or musí mít alespoň jeden filtr; není-li žádný, vynechte jej.',
  '{place} must be well-formed Unicode without NUL characters.': '{place}: text musí být platný Unicode bez znaků NUL.',
  'A text': 'Dotaz',
  'This is not {subject}: it must be {expected}.': 'Toto není {subject}: správně je {expected}.',
  'a DateTime': 'DateTime',
  'an instant with an offset such as 2026-11-23T09:30:00+01:00':
    'okamžik s posunem, například 2026-11-23T09:30:00+01:00',
  'a Date': 'Date',
  'a day such as 2026-11-23': 'den, například 2026-11-23',
  'a URL': 'URL',
  'an absolute address such as https://portal.gov.cz/': 'úplná adresa, například https://portal.gov.cz/',
  'a Locale': 'Locale',
  'a language tag such as cs, en or uk': 'značka jazyka, například cs, en nebo uk',
  'an EmailAddress': 'EmailAddress',
  'an e-mail address such as name@example.org': 'e-mailová adresa, například jmeno@example.org',
  HTML: 'HTML',
  'left out: HTML is only ever an answer': 'vynechat: HTML je pouze v odpovědích',
  Markdown: 'Markdown',
  'a text': 'text',
  'operationName must name an operation of the document; it may be left out when there is only one.':
    'operationName musí být název operace z dokumentu; je-li jediná, smí se vynechat.',
  'The variable {place}: {problem}': 'Proměnná {place}: {problem}',
  'The document is not GraphQL: {problem}': 'Dokument není platný GraphQL: {problem}',
  'The document does not fit the schema: {problem}': 'Dokument neodpovídá schématu: {problem}',
  'The request is not valid: {problem}': 'Požadavek není platný: {problem}',
  'The request is nested too deep.': 'Požadavek je vnořen příliš hluboko.',
  'Too many requests: try again in {seconds} s.': 'Příliš mnoho požadavků: zkuste to znovu za {seconds} s.',
  'The answer took too long. Ask for less, or try again in a while.':
    'Odpověď trvala příliš dlouho. Žádejte méně, nebo to za chvíli zkuste znovu.',
  'The operation costs {requested} points; it may cost {limit}: ask for fewer rows or fields.':
    'Cena operace v bodech je {requested}, smí být nejvýše {limit}: žádejte méně řádků nebo polí.',
  'This service does not tell its schema: see its documentation.':
    'Tato služba své schéma nesděluje: podívejte se do dokumentace.',
  'The document must have at most {max} bytes.': 'Počet bajtů dokumentu smí být nejvýše {max}.',
  'The document must have at most {max} tokens.': 'Počet tokenů dokumentu smí být nejvýše {max}.',
  'Fields may be nested {max} deep at the most, not {found}.':
    'Pole smí být vnořena nejvýše do hloubky {max}, nikoli {found}.',
  'An operation may have {max} aliases at the most, not {found}.':
    'Počet aliasů v operaci smí být nejvýše {max}, nikoli {found}.',
  'An operation may have {max} root fields at the most, not {found}.':
    'Počet kořenových polí v operaci smí být nejvýše {max}, nikoli {found}.',
  'An operation may have {max} directives at the most, not {found}.':
    'Počet direktiv v operaci smí být nejvýše {max}, nikoli {found}.',
  'An operation may have {max} fields at the most, with its fragments written out, not {found}.':
    'Počet polí v operaci po rozepsání fragmentů smí být nejvýše {max}, nikoli {found}.',
  'Something went wrong on our side. Tell us the request id {requestId}.':
    'Na naší straně došlo k chybě. Sdělte nám identifikátor požadavku {requestId}.',
});

export const { say, rule } = messages;
