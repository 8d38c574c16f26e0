import { catalogue } from '../kernel/message.ts';

/** Messages on what is kept of a person. */
export const messages = catalogue({
  'Nothing is kept of you.': 'Nejsou o vás uloženy žádné údaje.',
  'There is no such tile or form.': 'Taková dlaždice ani formulář neexistuje.',
  'This is not pinned.': 'Toto nemáte připnuto.',
  'Consent first to keeping your pins: giveConsent.':
    'Nejprve udělte souhlas s uložením připnutých položek: giveConsent.',
  'You have {max} pins, which is the most: unpin one first.':
    'Máte {max} připnutých položek, více jich být nemůže: nejprve některou odepněte.',
});

export const { say } = messages;
