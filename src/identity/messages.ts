import { catalogue } from '../kernel/message.ts';

/** Messages on who asks: signing in, sessions. */
export const messages = catalogue({
  'There is no such session of yours.': 'Takové přihlášení nemáte.',

  // API tokens, grants, invitations
  'There is no such organization.': 'Taková organizace neexistuje.',
  'The organization has ended: nobody can be let act for it.':
    'Organizace zanikla: jednat za ni už nelze nikoho pověřit.',
  'The time': 'doba',
  'must be at most {longest}': 'smí být nejvýše {longest}',
  'The token': 'token',
  'There is no such token.': 'Takový token neexistuje.',
  'A token that is revoked, expired or rotated cannot be rotated.':
    'Token, který byl odvolán, nahrazen nebo mu vypršela platnost, nelze nahradit.',
  'The invitation': 'pozvánka',
  'There is no such invitation.': 'Taková pozvánka neexistuje.',
  'The invitation was accepted: revoke the grant that it gave.':
    'Pozvánka již byla přijata: odvolejte oprávnění, které z ní vzniklo.',
  'Invitations are for people who have signed in.': 'Pozvánky jsou určeny přihlášeným lidem.',
  'must be the secret of an invitation that is open; ask for a new one':
    'musí být tajný klíč pozvánky, která stále platí; požádejte o novou',
  'There is no such grant.': 'Takové oprávnění neexistuje.',

  // emergency
  'There is no such person.': 'Taková osoba neexistuje.',
  'The code is not good, or not any more.': 'Kód neplatí, nebo již přestal platit.',
  'The input': 'vstup',
  'must have one of person, role and everybody: true': 'musí mít právě jedno z person, role a everybody: true',
});

export const { say, rule } = messages;
