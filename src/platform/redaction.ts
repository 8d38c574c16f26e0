/**
 * What never reaches the log, whoever writes it and however deep it stands: fields by their names, and values by their form in
 * the finished line, so that texts of errors are searched as well.
 */

const REDACTED = '[redacted]';

/** Fields whose values are left out, by the end of their names, in any case, words joined in any way. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'password',
  'passphrase',
  'secret',
  'token',
  'assertion',
  'code verifier',
  'private key',
  'pseudonym key',
  'preview key',
  'database url',
  'files url',
  'birth number',
  'rodne cislo',
  'person identifier',
  'given name',
  'family name',
  'e mail',
  'variables',
] as const;

const SECRET_FIELD = new RegExp(`(?:${SECRET_FIELDS.map((name) => name.replaceAll(' ', '[_-]?')).join('|')})s?$`, 'i');

/** How deep fields are looked at; what lies deeper is not logged. */
const MAX_DEPTH = 8;

/** What a line is made of, without the values of secret fields, however deep they are. Errors are left to the serializer. */
export function withoutSecretFields<Value>(value: Value, depth = 0): Value {
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  if (depth > MAX_DEPTH) return REDACTED as Value;
  if (Array.isArray(value)) return value.map((one) => withoutSecretFields(one, depth + 1)) as Value;
  if ('toJSON' in value) return value;
  const fields = Object.entries(value).map(([name, one]) => {
    return [name, SECRET_FIELD.test(name) ? REDACTED : withoutSecretFields(one, depth + 1)];
  });
  return Object.fromEntries(fields);
}

interface SecretValue {
  /** What it is, for readers of the table and of tests. */
  readonly what: string;
  readonly pattern: RegExp;
  readonly replacement: string | ((found: string) => string);
}

/** Values that are left out wherever they stand. */
const SECRET_VALUES: readonly SecretValue[] = [
  { what: 'credentials of HTTP', pattern: /\b(Bearer|Basic|DPoP) +[\w.~+/=-]{6,}/gi, replacement: `$1 ${REDACTED}` },
  { what: 'API tokens and codes of ours', pattern: /\broz[a-z]?_[\w-]+/g, replacement: REDACTED },
  { what: 'JSON Web Tokens', pattern: /\beyJ[\w-]+(?:\.[\w-]*){2,4}/g, replacement: REDACTED },
  { what: 'our cookies', pattern: /(rozcestnik-(?:session|signin)[\w-]*=)[\w-]+/g, replacement: `$1${REDACTED}` },
  {
    what: 'secrets in addresses',
    pattern: /([?&](?:preview|code|token|state|nonce|[a-z]+_token|[a-z]+_hint)=)[^&\s"'\\]+/g,
    replacement: `$1${REDACTED}`,
  },
  { what: 'passwords in addresses', pattern: /(\b\w+:\/\/[^\s:@/"]*):[^\s@/"]+@/g, replacement: `$1:${REDACTED}@` },
  { what: 'private keys', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END/gs, replacement: REDACTED },
  {
    what: 'birth numbers',
    pattern: /\b\d{6}\/?\d{3,4}\b/g,
    replacement: (found) => (isBirthNumber(found) ? REDACTED : found),
  },
  { what: 'e-mail addresses', pattern: /[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})\b/gi, replacement: `${REDACTED}@$1` },
];

/** The text of a line without secret values. */
export function withoutSecretValues(line: string): string {
  return SECRET_VALUES.reduce((rest, { pattern, replacement }) => {
    // Two calls for two signatures of the same method.
    return typeof replacement === 'string' ? rest.replace(pattern, replacement) : rest.replace(pattern, replacement);
  }, line);
}

/**
 * Whether digits can be a birth number: a day of a year with months raised by 50 for women and by 20 when the numbers of a day
 * ran out; of ten digits, divisible by eleven (Act 133/2000, section 13). Without the slash only such are taken for one.
 */
function isBirthNumber(text: string): boolean {
  const digits = text.replace('/', '');
  const month = Number(digits.slice(2, 4)) % 50;
  const day = Number(digits.slice(4, 6));
  const isDay = day >= 1 && day <= 31 && ((month >= 1 && month <= 12) || (month >= 21 && month <= 32));
  if (!isDay) return false;
  if (digits.length === 9) return text.includes('/');
  // Some of before 1985 have a remainder of 10 and end with 0.
  return (Number(digits.slice(0, 9)) % 11) % 10 === Number(digits.slice(9));
}
