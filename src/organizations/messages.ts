import { catalogue } from '../kernel/message.ts';

/** Messages on organizations, categories and territories. */
export const messages = catalogue({
  'The organization': 'organizace',
  'The name': 'název',
  'The import': 'import',
  'must be UTF-8, not Windows-1250 or the like': 'musí být v UTF-8, nikoli ve Windows-1250 a podobně',
  'must have at most {max} characters': 'počet znaků smí být nejvýše {max}',
  'must be JSON: {problem}': 'musí být JSON: {problem}',
  'must be an object with the public authorities in the list {field}':
    'musí být objekt s orgány veřejné moci v seznamu {field}',
  'must be a record of CSV: {problem}': 'musí být záznam CSV: {problem}',
  'must name columns among {known}, each once, {needed} being required':
    'musí uvést sloupce z těchto: {known}, každý jednou; povinné jsou {needed}',
  'must have as many cells as the first row has names': 'musí mít tolik buněk, kolik má první řádek názvů',
  'must be in the file once': 'smí být v souboru jen jednou',
  'There is no such organization.': 'Taková organizace neexistuje.',
  'The organization has changed since revision {expected}; it is at revision {revision} now.':
    'Organizace se od revize {expected} změnila; nyní je v revizi {revision}.',
  'There is an organization {slug} already.': 'Organizace {slug} již existuje.',
  'must be a slug that no organization has': 'musí být slug, který žádná organizace nemá',
  'The organization {slug} has ended already.': 'Organizace {slug} již zanikla.',
  'has ended by a merge and cannot be changed': 'zanikla sloučením a nelze ji změnit',
  'The category': 'kategorie',
  'The territory': 'území',
  'belongs to the organization {slug} already': 'již patří organizaci {slug}',
  'must be the id of a territory that exists': 'musí být identifikátor existujícího území',
  'must be a RÚIAN code of up to 6 digits such as 554782': 'musí být kód RÚIAN s nejvýše 6 číslicemi, například 554782',
  'must be CZ or a NUTS 3 code such as CZ010': 'musí být CZ nebo kód NUTS 3, například CZ010',
  'must be an IČO: 8 digits with a right check digit': 'musí být IČO: 8 číslic se správnou kontrolní číslicí',
  'must be a data box id of 7 lower-case letters and digits':
    'musí být identifikátor datové schránky ze 7 malých písmen a číslic',
  'must be the identifier of a public authority (digits)': 'musí být identifikátor orgánu veřejné moci (číslice)',
  'must be a category of public authorities such as KO13': 'musí být kategorie orgánů veřejné moci, například KO13',
  'a municipality must have a RÚIAN code': 'obec musí mít kód RÚIAN',
  'a state or a region must have a NUTS code': 'stát a kraj musí mít kód NUTS',
});

export const { say, rule } = messages;
