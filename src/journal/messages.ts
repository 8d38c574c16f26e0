import { catalogue } from '../kernel/message.ts';

/** Messages of the journal. */
export const messages = catalogue({
  'The idempotency key was used with another input; choose a new key.':
    'Klíč idempotence již byl použit s jiným vstupem; zvolte nový klíč.',
  'The idempotency key must have at most {max} characters.': 'Klíč idempotence smí mít nejvýše {max} znaků.',
  '{argument} is malformed: pass a cursor exactly as the API returned it.':
    '{argument} je poškozený: předejte kurzor přesně tak, jak jej vrátilo API.',
});

export const { say, rule } = messages;
