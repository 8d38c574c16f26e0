import { catalogue } from '../kernel/message.ts';

/** Messages on who asks: signing in, sessions. */
export const messages = catalogue({
  'There is no such session of yours.': 'Takové přihlášení nemáte.',
  'This is the id of a {type}, not of a session.': 'Toto je identifikátor typu {type}, ne přihlášení.',
});

export const { say, rule } = messages;
