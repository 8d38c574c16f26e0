import { catalogue } from '../kernel/message.ts';

/** Messages on requests for cooperation. */
export const messages = catalogue({
  // Names of what is wrong
  'The request': 'žádost',
  'The checklist': 'kontrolní seznam',
  'The entry': 'položka',
  'The list of entries': 'seznam položek',
  'The evidence': 'doklad',
  'The reason': 'důvod',
  'The message': 'zpráva',
  'The note': 'poznámka',
  'What is said of the request': 'vyjádření k žádosti',
  '{kind} {slug}': '{kind} {slug}',

  // Things that are not there
  'There is no such request.': 'Taková žádost neexistuje.',
  'There is no such organization.': 'Taková organizace neexistuje.',
  'There is no such evidence.': 'Takový doklad neexistuje.',
  'This entry is not attached to the request.': 'Tato položka není k žádosti připojena.',

  // Content
  'must name at least one type of cooperation': 'musí uvést alespoň jeden typ spolupráce',
  'must have at most {max} types': 'počet typů smí být nejvýše {max}',
  'must have at most {max} facts': 'počet údajů smí být nejvýše {max}',
  'must have at most {max} items': 'počet položek smí být nejvýše {max}',
  'must say at least one thing': 'musí uvést alespoň jednu věc',
  'must have exactly one of url, text and fileId': 'musí mít právě jedno z url, text a fileId',
  'must be the id of a document that you have sent': 'musí být id dokumentu, který jste nahráli',
  'must be one of {max} at the most': 'celkový počet smí být nejvýše {max}',
  'must be the code of an item of the checklist: {codes}': 'musí být kód položky kontrolního seznamu: {codes}',
  'must be given before a request is submitted': 'musí být uvedeno před podáním žádosti',

  // Eligibility
  'must be answered by a fact: {question}': 'musí být zodpovězeno údajem: {question}',
  'must hold before this can be asked for: {title}': 'musí platit, než lze žádat: {title}',
  'What the types ask for does not hold yet: {codes}.': 'Dosud neplatí, co dané typy spolupráce požadují: {codes}.',

  // Entries
  'must be the id of an entry of the organization': 'musí být identifikátor položky dané organizace',
  "must not be another provider's entry": 'nesmí být položka jiného poskytovatele',
  'must be a tile, a form or a data view': 'musí být dlaždice, formulář, nebo zobrazení údajů',
  'must have a version in work; the newest one is {state}':
    'musí mít rozpracovanou verzi; nejnovější je ve stavu {state}',
  'must not be attached to a request already': 'nesmí být již připojena k žádosti',
  'A request asks for this entry already.': 'O tuto položku již nějaká žádost žádá.',
  'must be one of {max} entries at the most': 'celkový počet položek smí být nejvýše {max}',
  "must be the organization's own, with a version in work: {entry}":
    'musí patřit dané organizaci a mít rozpracovanou verzi: {entry}',
  'Pass exactly one of {fields}.': 'Zadejte právě jedno z polí {fields}.',
  'must be given': 'musí být uvedeno',
  'must be given with entryId': 'musí být uvedeno spolu s entryId',
  'must be the organization that the request is for': 'musí být organizace, za kterou se žádá',
  'The version of {entry} that was submitted is {state}: request changes, so that the request is submitted anew.':
    'Předložená verze položky {entry} je ve stavu {state}: vraťte žádost k přepracování, aby byla podána znovu.',

  // Workflow
  'A request that is {state} cannot {transition}: it must be {sources}.':
    'Žádost ve stavu {state} nelze {transition}: musí být ve stavu {sources}.',
  'be revised': 'upravit',
  'be submitted': 'podat',
  'be withdrawn': 'vzít zpět',
  'be claimed': 'převzít',
  'be sent back for changes': 'vrátit k přepracování',
  'be approved': 'schválit',
  'be rejected': 'zamítnout',
  'The request has changed since revision {expected}; it is at revision {revision} now.':
    'Žádost se od revize {expected} změnila; nyní má revizi {revision}.',
  'Who wrote in a request, or acts for the applicant, does not handle it for the agency.':
    'Kdo do žádosti psal nebo jedná za žadatele, nevyřizuje ji za úřad.',
  'Who claimed a request does not decide it: another approver must.':
    'Kdo žádost převzal, nerozhoduje o ní: musí to učinit jiný schvalovatel.',
  'Another editor handles this request: claim it first.': 'Žádost vyřizuje jiný editor: nejprve ji převezměte.',
  'Notes are for those who handle the request for the agency.':
    'Poznámky jsou určeny těm, kdo žádost vyřizují za úřad.',
});

export const { say, rule } = messages;
