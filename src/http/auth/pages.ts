/** The pages around sign-in: the start, the end, and what went wrong. */
import type { RefusalCode } from '../../identity/issuers/refusal.ts';
import { REALMS, type Realm } from '../../identity/realms.ts';
import { type Html, html, pageHeaders, pageOf } from '../../kernel/html.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import { type PageLanguage, TEXTS } from './texts.ts';

/** Path of the start of a sign-in. */
export const startPath = (realm: Realm) => `/auth/${realm.toLowerCase()}/start`;

/** Address of the script that signs out. */
export const SCRIPT_PATH = '/auth/sign-out.js';

/** Signs out by a request that no form of another site can send, and goes where the answer says. */
export const SCRIPT = `document.getElementById('sign-out').addEventListener('click', async () => {
  const response = await fetch('/auth/sign-out', { method: 'POST', headers: { 'x-rozcestnik-request': '1' } });
  location.assign(response.ok ? (await response.json()).location : '/');
});
`;

/** The start: who is signed in, and the ways in and out. */
export function homePage(lang: PageLanguage, viewer: Viewer, realms: readonly Realm[]): Response {
  const text = TEXTS[lang];
  const other = lang === 'cs' ? 'en' : 'cs';
  const isSignedIn = viewer.sessionId !== undefined;
  const who = html`<p>${text.signedInAs} <strong>${viewer.displayName?.() ?? text.nobody}</strong>
(${[...viewer.roles].join(', ')})</p>`;
  const signOut = html`<p><button type="button" id="sign-out">${text.signOut}</button></p>`;
  const body = html`<h1>${text.title}</h1>
<p>${text.intro}</p>
${isSignedIn ? who : html`<p>${text.notSignedIn}</p>`}
${isSignedIn ? signOut : signInLinks(lang, realms)}
<p><a href="/graphql">${text.explore}</a></p>
<p><a href="/?lang=${other}" lang="${other}" hreflang="${other}">${text.otherLanguage}</a></p>`;
  const page = { lang, title: text.title, body };
  return respond(isSignedIn ? { ...page, script: SCRIPT_PATH } : page);
}

function signInLinks(lang: PageLanguage, realms: readonly Realm[]): Html {
  const names = { CITIZENS: TEXTS[lang].citizens, OFFICIALS: TEXTS[lang].officials };
  const links = REALMS.filter((realm) => realms.includes(realm)).map(
    (realm) => html`<li><a class="button" href="${startPath(realm)}">${names[realm]}</a></li>`,
  );
  return html`<ul class="choices">${links}</ul>`;
}

/** Where the issuer sends the browser after its own sign-out. */
export function signedOutPage(lang: PageLanguage): Response {
  const text = TEXTS[lang];
  const body = html`<h1>${text.signedOut}</h1>
<p>${text.signedOutText}</p>
<p><a href="/">${text.home}</a></p>`;
  return respond({ lang, title: `${text.signedOut} – ${text.title}`, body });
}

const STATUS: Readonly<Record<RefusalCode, number>> = {
  CANCELLED: 403,
  ATTEMPT_UNKNOWN: 400,
  NOT_SET_UP: 404,
  ISSUER_UNREACHABLE: 503,
  ISSUER_ERROR: 502,
  TOKEN_REFUSED: 403,
  LEVEL_TOO_LOW: 403,
  NO_ROLE: 403,
};

/** What went wrong, and how to go on. */
export function refusalPage(lang: PageLanguage, code: RefusalCode, realm: Realm): Response {
  const text = TEXTS[lang];
  const body = html`<h1>${text.refused}</h1>
<p class="note" role="alert">${text.refusals[code]} <small>(${code})</small></p>
<p><a class="button" href="${startPath(realm)}">${text.again}</a></p>
<p><a href="/">${text.home}</a></p>`;
  return respond({ lang, title: `${text.refused} – ${text.title}`, body }, STATUS[code]);
}

function respond(page: Parameters<typeof pageOf>[0], status = 200): Response {
  return new Response(pageOf(page), { status, headers: pageHeaders() });
}
