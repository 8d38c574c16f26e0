import { catalogue, joined, type Message } from './message.ts';

/** Messages of the kernel. */
export const messages = catalogue({
  // errors.ts
  '{subject} is not valid: {issues}': 'Neplatné hodnoty ({subject}): {issues}',
  ' or ': ' nebo ',

  // permissions.ts
  'Sign in: {action} is not for everybody.': 'Přihlaste se: akce {action} není dostupná bez přihlášení.',
  'Your session has expired: sign in again for {action}.':
    'Vaše přihlášení vypršelo: pro akci {action} se přihlaste znovu.',
  'Your session was ended: sign in again for {action}.':
    'Vaše přihlášení bylo ukončeno: pro akci {action} se přihlaste znovu.',
  'Your roles do not allow {action}.': 'Vaše role nedovolují akci {action}.',
  'Your token does not allow {action}.': 'Váš token nedovoluje akci {action}.',
  'You do not act for this organization.': 'Za tuto organizaci nejednáte.',

  // levels.ts
  'This needs the level of assurance {required}: sign in again at stepUpUrl.':
    'K tomu je potřeba úroveň záruky {required}: přihlaste se znovu na adrese stepUpUrl.',

  // ids.ts, localTime.ts, duration.ts
  'The id is malformed: pass an id exactly as the API returned it.':
    'Identifikátor je poškozený: předejte jej přesně tak, jak jej vrátilo API.',
  'This is the id of a {given}, not of a {wanted}.': 'Tento identifikátor patří typu {given}, nikoli {wanted}.',
  '{subject} {problem}.': '{subject} {problem}.',
  'must be a time such as 2026-11-23T09:30 (Europe/Prague) or 2026-11-23T09:30:00+01:00':
    'musí být čas, například 2026-11-23T09:30 (Europe/Prague) nebo 2026-11-23T09:30:00+01:00',
  'happens twice in {zone} that day: add the offset {earlier} or {later}':
    'nastává v pásmu {zone} toho dne dvakrát: doplňte posun {earlier} nebo {later}',
  'does not exist in {zone}, clocks skip it that day: choose another time or add an offset':
    'v pásmu {zone} neexistuje, hodiny se toho dne posouvají: zvolte jiný čas nebo doplňte posun',
  'must be in the future; it is {now} now': 'musí být v budoucnosti; nyní je {now}',
  'must be a duration such as P7D (seven days) or PT8H (eight hours)':
    'musí být doba trvání, například P7D (sedm dní) nebo PT8H (osm hodin)',

  // fields.ts
  'must not contain control characters': 'nesmí obsahovat řídicí znaky',
  'must be well-formed Unicode': 'musí být platný text v Unicode',
  'must not be empty': 'nesmí být prázdné',
  'must be on one line': 'musí být na jednom řádku',
  'must be a language tag such as cs, en or uk': 'musí být značka jazyka, například cs, en nebo uk',
  'must be an object of values by language tag': 'musí být objekt s hodnotami podle značky jazyka',
  'must have a Czech (cs) text': 'musí mít český text (cs)',
  'must have at most {max} keywords': 'počet klíčových slov smí být nejvýše {max}',
  'must be an absolute https address without a user name, such as https://example.org':
    'musí být úplná adresa https bez uživatelského jména, například https://example.org',
  'must be an e-mail address such as name@example.org': 'musí být e-mailová adresa, například jmeno@example.org',
  'must be a day such as 2026-11-23': 'musí být den, například 2026-11-23',
  'must be a code such as OWN_PORTAL': 'musí být kód, například OWN_PORTAL',
  'must be lower-case letters and digits joined by hyphens, such as rp-zadost':
    'smí mít jen malá písmena bez diakritiky a číslice spojené spojovníky, například rp-zadost',
  'must be an identifier': 'musí být identifikátor',
  'must be an agenda code such as A1046': 'musí být kód agendy, například A1046',
  'must be a service code such as S123': 'musí být kód služby, například S123',
  'must be an act code such as U1234': 'musí být kód úkonu, například U1234',

  // schemaMessages.ts: what zod says by itself
  'must be given': 'musí být uvedeno',
  'must be a text': 'musí být text',
  'must be a number': 'musí být číslo',
  'must be a whole number': 'musí být celé číslo',
  'must be true or false': 'musí být true, nebo false',
  'must be a list': 'musí být seznam',
  'must be an object': 'musí být objekt',
  'must be of the type {type}': 'musí být typu {type}',
  'must be {value}': 'musí být {value}',
  'must be one of {values}': 'musí být jedna z hodnot {values}',
  'must have at most {max} characters': 'počet znaků smí být nejvýše {max}',
  'must have at least {min} characters': 'počet znaků musí být alespoň {min}',
  'must have at most {max} items': 'počet položek smí být nejvýše {max}',
  'must have at least {min} items': 'počet položek musí být alespoň {min}',
  'must be at most {max}': 'smí být nejvýše {max}',
  'must be less than {max}': 'musí být menší než {max}',
  'must be at least {min}': 'musí být alespoň {min}',
  'must be greater than {min}': 'musí být větší než {min}',
  'must be a multiple of {divisor}': 'musí být násobkem čísla {divisor}',
  'must not have unknown fields: {fields}': 'nesmí mít neznámá pole: {fields}',
  'must have the form of {format}': 'musí mít formát {format}',
  'must be of one of the forms that are allowed here': 'musí mít některý z tvarů, které jsou zde povoleny',
  'must be valid': 'musí být platné',
});

export const { say, rule } = messages;

/** Names to choose from: `APPROVED or SCHEDULED`. */
export const eitherOf = (names: readonly string[]): Message => joined(names, say(' or '));
