/** What mails say, to whom, in which language. */
import { describe, expect, it } from 'vitest';
import { AGENCY_SUBJECT, letterOf } from '../../src/notifications/letters.ts';
import { RECIPIENTS, recipientsOf } from '../../src/notifications/recipients.ts';
import { setLetter } from '../../src/notifications/setting.ts';
import { REQUEST_EVENTS } from '../../src/requests/events.ts';
import { REQUEST_STATES, SIDES } from '../../src/requests/workflow.ts';

const facts = { organization: 'Město <b>Brno</b>', types: 'Dlaždice', due: () => '1. 12. 2026' };
const parts = {
  language: 'cs',
  quotes: ['Doplňte logo.\n<script>alert(1)</script>'],
  number: '0b1c7a52',
  address: 'https://portal.example/zadosti/0b1c7a52',
  attachments: ['urad.tile.json'],
} as const;

describe('every event', () => {
  const circumstances = REQUEST_STATES.flatMap((state) => [null, ...SIDES].map((writer) => ({ state, writer })));

  it.each(REQUEST_EVENTS)('%s has a letter for everybody who is told of it, in both languages', (event) => {
    const told = new Set(circumstances.flatMap((one) => recipientsOf(event, one)));
    expect(told.size).toBeGreaterThan(0);
    for (const recipient of RECIPIENTS) {
      const letter = letterOf(event, recipient, facts);
      expect(letter !== null).toBe(told.has(recipient));
      if (!letter) continue;
      const [czech, english] = [setLetter(letter, parts), setLetter(letter, { ...parts, language: 'en' })];
      expect(czech.text).toContain('Číslo žádosti: 0b1c7a52');
      expect(english.text).toContain('Number of the request: 0b1c7a52');
      expect(czech.text.split('\n\n')[0]).not.toBe(english.text.split('\n\n')[0]);
    }
  });

  it('is told to the side that did not cause it, a submission to both', () => {
    const state = 'IN_REVIEW';
    expect(recipientsOf('SUBMITTED', { state: 'SUBMITTED', writer: null })).toEqual(['APPLICANT', 'AGENCY']);
    expect(recipientsOf('MESSAGE_POSTED', { state, writer: 'APPLICANT' })).toEqual(['AGENCY']);
    expect(recipientsOf('MESSAGE_POSTED', { state, writer: 'AGENCY' })).toEqual(['APPLICANT']);
    expect(recipientsOf('REMINDER', { state, writer: null })).toEqual(['AGENCY']);
    expect(recipientsOf('REMINDER', { state: 'CHANGES_REQUESTED', writer: null })).toEqual(['APPLICANT']);
    expect(recipientsOf('WITHDRAWN', { state: 'WITHDRAWN', writer: null })).toEqual(['AGENCY']);
  });
});

describe('a letter', () => {
  const set = () => {
    const letter = letterOf('CHANGES_REQUESTED', 'APPLICANT', facts);
    if (!letter) throw new Error('no letter');
    return setLetter(letter, parts);
  };

  it('to the agency about a new request has the subject that it prescribes, in whatever language', () => {
    const letter = letterOf('SUBMITTED', 'AGENCY', facts);
    expect([letter?.subject('cs'), letter?.subject('en')]).toEqual([AGENCY_SUBJECT, AGENCY_SUBJECT]);
    expect(AGENCY_SUBJECT).toBe('Žádost o vytvoření služby');
  });

  it('says the same in plain text and in HTML, in which nothing that somebody wrote is markup', () => {
    const { text, html } = set();
    expect(text).toBe(
      [
        'Agentura žádá o úpravu žádosti o spolupráci. Žadatel: Město <b>Brno</b>. Co je třeba upravit:',
        '> Doplňte logo.\n> <script>alert(1)</script>',
        'Další krok se čeká do 1. 12. 2026.',
        'V příloze: urad.tile.json',
        'Číslo žádosti: 0b1c7a52',
        'Žádost můžete sledovat zde: https://portal.example/zadosti/0b1c7a52',
        'Tento e-mail odeslal program; odpovědi na něj nikdo nečte.\n',
      ].join('\n\n'),
    );
    expect(html).not.toMatch(/<script|<b>/);
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain('<a href="https://portal.example/zadosti/0b1c7a52">');
    const words = (page: string) =>
      page
        .replace(/<head>.*<\/head>/s, '')
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .split(/\s+/)
        .filter(Boolean);
    expect(words(html)).toEqual(text.replaceAll(/^> /gm, '').split(/\s+/).filter(Boolean));
  });
});
