import { catalogue } from '../kernel/message.ts';

/** Messages on who asks: signing in, sessions. */
export const messages = catalogue({
  'There is no such session of yours.': 'Takové přihlášení nemáte.',
});

export const { say, rule } = messages;
