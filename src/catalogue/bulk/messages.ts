import { catalogue } from '../../kernel/message.ts';

/** Messages on the rows of a bulk file. */
export const messages = catalogue({
  'The file has no rows.': 'Soubor nemá žádné řádky.',
  'must have at most {max} bytes': 'velikost v bajtech smí být nejvýše {max}',
  'must be UTF-8': 'musí být v UTF-8',
  'must not begin with a byte order mark: save the file as UTF-8 without BOM':
    'nesmí začínat značkou pořadí bajtů: uložte soubor jako UTF-8 bez BOM',
  'must be JSON: {problem}': 'musí být JSON: {problem}',
  'must be a JSON object': 'musí být objekt JSON',
  'must have at most {max} levels': 'počet úrovní smí být nejvýše {max}',
  'must be {format}': 'musí být {format}',
  'must be one of {kinds}': 'musí být jeden z druhů {kinds}',
  'must be the slug of the entry, such as rp-zadost': 'musí být slug položky, například rp-zadost',
  "must be an object with the kind's fields": 'musí být objekt s poli daného druhu',
  'must be a reference such as @organization/org-dia or @entry/form/rp-zadost':
    'musí být odkaz, například @organization/org-dia nebo @entry/form/rp-zadost',
  'must refer to one of {places}': 'musí odkazovat na některý z {places}',
  'is a text and cannot refer to anything; a text that begins with @ is written @@…':
    'je text a nemůže na nic odkazovat; text, který začíná znakem @, se píše @@…',
  '{wanted}; a text that begins with @ is written @@…': '{wanted}; text, který začíná znakem @, se píše @@…',
  'There is no {kind} {slug}, neither in the catalogue nor in the file.':
    'Záznam {kind} {slug} neexistuje, ani v katalogu, ani v souboru.',
  'There is no {target} {slug} in the catalogue.': 'Záznam {target} {slug} v katalogu neexistuje.',
  'has {count} more errors': 'má další chyby, počet: {count}',
  'must be the only row of its name, but line {line} has it too':
    'musí být jediný řádek svého jména, má je však i řádek {line}',
  'must not refer to the {kind} {slug}, which line {line} cannot create':
    'nesmí odkazovat na položku {kind} {slug}, kterou řádek {line} nemůže vytvořit',
  'Somebody has just created it; import the file again.': 'Někdo ji právě vytvořil; importujte soubor znovu.',
  'The file was changed while it was imported; import it again.':
    'Soubor se během importu změnil; importujte jej znovu.',

  // How a row is named in a report
  'line {line}': 'řádek {line}',
  'the file': 'soubor',
});

export const { say, rule } = messages;
