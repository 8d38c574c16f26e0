/** Texts of the pages around sign-in. */
import type { RefusalCode } from '../../identity/issuers/refusal.ts';

export type PageLanguage = 'cs' | 'en';

interface Texts {
  readonly title: string;
  readonly intro: string;
  readonly signedInAs: string;
  readonly nobody: string;
  readonly notSignedIn: string;
  readonly citizens: string;
  readonly officials: string;
  readonly again: string;
  readonly signOut: string;
  readonly explore: string;
  readonly home: string;
  readonly otherLanguage: string;
  readonly signedOut: string;
  readonly signedOutText: string;
  readonly refused: string;
  readonly refusals: Readonly<Record<RefusalCode, string>>;
}

export const TEXTS: Readonly<Record<PageLanguage, Texts>> = {
  cs: {
    title: 'Rozcestník',
    intro: 'Katalog dlaždic, formulářů a požadavků na spolupráci, který čtou portály přes GraphQL.',
    signedInAs: 'Jste přihlášeni:',
    nobody: 'bez jména',
    notSignedIn: 'Nejste přihlášeni.',
    citizens: 'Přihlásit se jako občan',
    officials: 'Přihlásit se jako úředník',
    again: 'Přihlásit se znovu',
    signOut: 'Odhlásit se',
    explore: 'Vyzkoušet dotazy v GraphiQL',
    home: 'Zpět na úvod',
    otherLanguage: 'English',
    signedOut: 'Odhlášeno',
    signedOutText: 'Relace skončila. Na sdíleném počítači pro jistotu zavřete prohlížeč.',
    refused: 'Přihlášení se nezdařilo',
    refusals: {
      CANCELLED: 'Přihlášení jste zrušili.',
      ATTEMPT_UNKNOWN: 'Přihlášení trvalo příliš dlouho, už bylo použito, nebo začalo v jiném prohlížeči.',
      NOT_SET_UP: 'Tento způsob přihlášení není v této instalaci nastaven.',
      ISSUER_UNREACHABLE: 'Přihlašovací služba teď neodpovídá. Zkuste to za chvíli.',
      ISSUER_ERROR: 'Přihlašovací služba ohlásila chybu. Zkuste to znovu.',
      TOKEN_REFUSED: 'Odpověď přihlašovací služby neprošla kontrolou, proto jsme vás nepřihlásili.',
      LEVEL_TOO_LOW: 'Použitý způsob přihlášení má příliš nízkou úroveň záruky. Zvolte jiný, například eObčanku.',
      NO_ROLE: 'Pro tuto službu nemáte v CAAIS žádnou roli. Požádejte o ni svého lokálního administrátora.',
    },
  },
  en: {
    title: 'Rozcestník',
    intro: 'A catalogue of tiles, forms and requirements for cooperation, which portals read through GraphQL.',
    signedInAs: 'You are signed in:',
    nobody: 'without a name',
    notSignedIn: 'You are not signed in.',
    citizens: 'Sign in as a citizen',
    officials: 'Sign in as an official',
    again: 'Sign in again',
    signOut: 'Sign out',
    explore: 'Try queries in GraphiQL',
    home: 'Back to the start',
    otherLanguage: 'Česky',
    signedOut: 'Signed out',
    signedOutText: 'The session has ended. On a shared computer close the browser, to be sure.',
    refused: 'The sign-in failed',
    refusals: {
      CANCELLED: 'You cancelled the sign-in.',
      ATTEMPT_UNKNOWN: 'The sign-in took too long, was used already, or began in another browser.',
      NOT_SET_UP: 'This way to sign in is not set up in this installation.',
      ISSUER_UNREACHABLE: 'The sign-in service does not answer now. Try again in a while.',
      ISSUER_ERROR: 'The sign-in service reported an error. Try again.',
      TOKEN_REFUSED: 'The answer of the sign-in service failed our checks, so we did not sign you in.',
      LEVEL_TOO_LOW: 'You signed in with too low a level of assurance. Choose another means, such as eObčanka.',
      NO_ROLE: 'You have no role for this service in CAAIS. Ask your local administrator for one.',
    },
  },
};
