/** The pages of the dev issuers: whom to sign in as, and signing out. */
import Negotiator from 'negotiator';
import { type Html, html, pageHeaders, pageOf } from '../../kernel/html.ts';
import type { Bilingual, SamplePerson } from './people.ts';

export type PageLanguage = keyof Bilingual;

const TEXTS = {
  cs: {
    title: 'Koho chcete hrát?',
    warning: 'Vývojová náhrada, žádné skutečné přihlášení: všichni tito lidé jsou vymyšlení.',
    plays: (issuer: string) => `Stránka hraje službu ${issuer}.`,
    wanted: (level: string) => `Požadovaná úroveň záruky: ${level}`,
    cancel: 'Zrušit přihlášení',
    other: 'English',
    signOut: 'Odhlásit i z přihlašovací služby?',
    yes: 'Ano, odhlásit',
    no: 'Ne, zůstat',
  },
  en: {
    title: 'Who do you want to be?',
    warning: 'A stand-in for development, no real sign-in: all these people are invented.',
    plays: (issuer: string) => `This page plays ${issuer}.`,
    wanted: (level: string) => `Level of assurance asked for: ${level}`,
    cancel: 'Cancel the sign-in',
    other: 'Česky',
    signOut: 'Sign out of the sign-in service too?',
    yes: 'Yes, sign out',
    no: 'No, stay',
  },
} as const;

/** What a form may lead to after its post: the service, on whichever port. */
const FORM_TARGETS = ['http://127.0.0.1:*', 'http://localhost:*'];

/** Czech or English: as the address asks, or as the browser does. */
export function languageFor(url: URL, acceptLanguage: string | null | undefined): PageLanguage {
  const wanted = url.searchParams.get('lang');
  if (wanted === 'cs' || wanted === 'en') return wanted;
  const negotiator = new Negotiator({ headers: { 'accept-language': acceptLanguage ?? 'cs' } });
  return negotiator.language(['cs', 'en']) === 'en' ? 'en' : 'cs';
}

export interface Picker {
  /** What the issuer plays: NIA, a broker, CAAIS. */
  readonly issuer: string;
  readonly people: readonly SamplePerson[];
  /** Address of the page itself. */
  readonly url: URL;
  readonly level: string | null;
}

/** The page to pick a person: a form that posts `person`, empty to cancel, to where the page is. */
export function pickerPage({ issuer, people, url, level }: Picker, lang: PageLanguage): string {
  const text = TEXTS[lang];
  const other = lang === 'cs' ? 'en' : 'cs';
  const inOther = new URL(url);
  inOther.searchParams.set('lang', other);
  const choices = people.map(
    ({ id, givenName, familyName, description }) => html`<li><button name="person" value="${id}">
<strong>${givenName} ${familyName}</strong><small>${description[lang]}</small></button></li>`,
  );
  const body = html`<h1>${text.title}</h1>
<p class="note">${text.warning}</p>
<p>${text.plays(issuer)}</p>
${level && html`<p>${text.wanted(level)}</p>`}
<form method="post" action="${url.pathname}${url.search}">
<ul class="choices">${choices}</ul>
<p><button name="person" value="">${text.cancel}</button></p>
</form>
<p><a href="${inOther.pathname}${inOther.search}" lang="${other}" hreflang="${other}">${text.other}</a></p>`;
  return pageOf({ lang, title: text.title, body });
}

/** The page that asks whether to sign out; the form is the issuer's own. */
export function signOutPage(form: Html, formId: string, lang: PageLanguage): string {
  const text = TEXTS[lang];
  const body = html`<h1>${text.signOut}</h1>
${form}
<p><button form="${formId}" name="logout" value="yes">${text.yes}</button></p>
<p><button form="${formId}">${text.no}</button></p>`;
  return pageOf({ lang, title: text.signOut, body });
}

/** Headers of these pages. */
export const pickerHeaders = () => pageHeaders(FORM_TARGETS);

/** Whether an address is one of the service's on this machine. */
export function isLocalAddress(address: string, path: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, pathname, username, search, hash } = new URL(address);
  const isLoopback = protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return isLoopback && pathname === path && `${username}${search}${hash}` === '';
}
