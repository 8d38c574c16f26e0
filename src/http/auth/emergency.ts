/** The way in for an administrator when no issuer answers: by a code that `npm run break-glass` made on the server. */
import { useEmergencyCode } from '../../identity/commands/emergency/useEmergencyCode.ts';
import { SignInRefused } from '../../identity/issuers/refusal.ts';
import type { Gate } from '../../identity/signIn.ts';
import { runCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { html, pageHeaders, pageOf } from '../../kernel/html.ts';
import { GATE } from '../../kernel/viewer.ts';
import { sessionCookieName, sessionSecretIn, setCookie } from '../cookies.ts';
import { REQUEST_HEADER } from '../crossSite.ts';
import { readText } from './readText.ts';
import type { PageLanguage } from './texts.ts';

export const EMERGENCY_PATH = '/auth/emergency';
export const EMERGENCY_SCRIPT_PATH = '/auth/emergency.js';

const TEXTS = {
  cs: {
    title: 'Nouzový vstup',
    intro: 'Kód vypíše na serveru příkaz npm run break-glass. Platí jednou a čtvrt hodiny, vstup se zapíše do auditu.',
    code: 'Kód',
    enter: 'Vstoupit jako správce',
    refused: 'Kód neplatí, nebo již přestal platit.',
  },
  en: {
    title: 'Emergency entry',
    intro:
      'npm run break-glass on the server prints a code. It is good once, for a quarter of an hour; the audit log has it.',
    code: 'Code',
    enter: 'Enter as an administrator',
    refused: 'The code is not good, or not any more.',
  },
} as const;

/** Sends the code by a request that no form of another site can send; it never stands in an address. */
export const EMERGENCY_SCRIPT = `const form = document.getElementById('emergency');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const headers = { '${REQUEST_HEADER}': '1', 'content-type': 'text/plain' };
  const body = form.elements.namedItem('code').value.trim();
  const response = await fetch('${EMERGENCY_PATH}', { method: 'POST', headers, body });
  if (response.ok) location.assign('/');
  else document.getElementById('refused').hidden = false;
});
`;

/** The page that asks for the code. */
export function emergencyPage(lang: PageLanguage): Response {
  const text = TEXTS[lang];
  const body = html`<h1>${text.title}</h1>
<p>${text.intro}</p>
<p class="note" role="alert" id="refused" hidden>${text.refused}</p>
<form id="emergency">
<p><label>${text.code} <input name="code" type="password" autocomplete="off" required></label></p>
<p><button type="submit">${text.enter}</button></p>
</form>`;
  const page = pageOf({ lang, title: text.title, body, script: EMERGENCY_SCRIPT_PATH });
  return new Response(page, { headers: pageHeaders() });
}

/** Longest body in bytes that is read to its end. */
const MAX_BODY = 65_536;

/** Begins an administrator's session for a good code: 204 with its cookie; 403 for any other. */
export async function enterInEmergency(
  { runner }: Gate,
  request: Request,
  isSecure: boolean,
  requestId: string,
): Promise<Response> {
  const headers = { 'cache-control': 'no-store' };
  try {
    const code = await readText(request, MAX_BODY);
    // A form of another site can send no such header, so that nobody is signed in without knowing.
    if (!request.headers.has(REQUEST_HEADER)) return new Response(null, { status: 403, headers });
    const replaces = sessionSecretIn(request.headers.get('cookie'), isSecure) ?? undefined;
    const { secret } = await runCommand(runner, GATE, useEmergencyCode, { code, replaces }, { requestId });
    const cookie = setCookie(sessionCookieName(isSecure), secret, isSecure);
    return new Response(null, { status: 204, headers: { ...headers, 'set-cookie': cookie } });
  } catch (error) {
    if (error instanceof DomainError || error instanceof SignInRefused) {
      return new Response(null, { status: 403, headers });
    }
    throw error;
  }
}
