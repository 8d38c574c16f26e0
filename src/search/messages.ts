import { catalogue } from '../kernel/message.ts';

/** Messages on searching. */
export const messages = catalogue({
  'The search': 'Vyhledávání',
  'must have at most {max} characters': 'smí mít nejvýše tento počet znaků: {max}',
  'must not be empty: pass the words to look for': 'nesmí být prázdné: zadejte hledaná slova',
  'first must be from 1 to {max}, not {value}.': 'first musí být od 1 do {max}, nikoli {value}.',
  'The first {max} hits can be read: narrow the search to see others.':
    'Číst lze jen začátek výsledků (nejvýše {max}): další uvidíte, když dotaz zúžíte.',
  'after is malformed: pass a cursor exactly as the API returned it.':
    'after je poškozený: předejte kurzor přesně tak, jak jej vrátilo API.',
  'after belongs to another search: page on with the query it came from.':
    'after patří k jinému vyhledávání: stránkujte s dotazem, ze kterého pochází.',
  'Search is out of order for the moment: try it again in a while. Everything else can be read.':
    'Vyhledávání teď nefunguje: zkuste to za chvíli znovu. Vše ostatní lze číst.',
  'A filter may have {max} values at the most.': 'Filtr smí mít nejvýše tento počet hodnot: {max}.',
});

export const { say } = messages;
