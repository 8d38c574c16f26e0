/** Texts of attackers. */

/** What attackers write where a text is asked for. */
export const HOSTILE: readonly string[] = [
  `' OR '1'='1' --`,
  `"; DROP TABLE "LiveEntry"; --`,
  `1); SELECT pg_sleep(5); --`,
  `') UNION SELECT value FROM "Secret" --`,
  '%',
  '_%_',
  `\\' \\" \\\\ \\u0000`,
  '{"$ne": null}',
  '__proto__',
  'constructor.prototype.polluted',
  `\${7*7}{{7*7}}<%= 7*7 %>#{7*7}`,
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'x\r\nset-cookie: planted=1',
  '\u202egnp.exe',
  '\ufeff\u200b',
  '-1e999',
  `${'a'.repeat(2_000)}!`,
  '(((((a+)+)+)+)+)$',
];

/** Texts that regular expressions with a weakness take long for; each ends so that nothing fits. */
export const SLOW: readonly string[] = [
  'a',
  '.',
  '-',
  ' ',
  '0',
  'a.',
  'a@',
  '/',
  '[',
  '*',
  '_',
  '`',
  '|-',
  'https://',
  '2026-',
  'á',
  '\n',
  '\t ',
].map((part) => `${part.repeat(Math.ceil(20_000 / part.length))}!`);
