/** Variables of sign-in, and what must hold between them. */
import { z } from 'zod';
import { ROLES_OF_REALM } from '../identity/realms.ts';
import { LEVELS_OF_ASSURANCE } from '../kernel/viewer.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** An https address, or an http one of this machine. */
function isReachableSafely(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
}

const isOrigin = (text: string) => isReachableSafely(text) && new URL(text).origin === text;
const ORIGIN = 'must be an origin such as https://portal.example, without a path and without a slash at the end';
const ISSUER = 'must be an address with https (http on this machine alone)';

const listOf = (text: string) => text.split(',').map((item) => item.trim());

/** Pairs such as `gold=HIGH,silver=SUBSTANTIAL`. */
const pairs = <Value extends string>(values: readonly Value[], example: string) =>
  z
    .string()
    .transform((text) => listOf(text).map((item) => item.split(/=(?=[^=]*$)/)))
    .refine(
      (list) => list.every(([name, value]) => name && (values as readonly string[]).includes(value ?? '')),
      `must be pairs such as ${example}, with values of ${values.join(', ')}`,
    )
    .transform((list) => new Map(list as [string, Value][]));

export const OFFICIAL_ROLES = ROLES_OF_REALM.OFFICIALS;

export const signInVariables = {
  PUBLIC_URL: z.string().refine(isOrigin, ORIGIN).optional(),
  ALLOWED_ORIGINS: z
    .string()
    .transform(listOf)
    .refine((origins) => origins.every(isOrigin), `must be a list, separated by commas; each ${ORIGIN}`)
    .optional(),
  PSEUDONYM_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  DEV_ISSUERS: z
    .enum(['0', '1'], 'must be 0 or 1')
    .transform((value) => value === '1')
    .optional(),
  CITIZENS_PROFILE: z.enum(['NIA', 'BROKER'], 'must be NIA or BROKER').default('NIA'),
  CITIZENS_ISSUER_URL: z.string().refine(isReachableSafely, ISSUER).optional(),
  CITIZENS_CLIENT_ID: z.string().optional(),
  CITIZENS_CLIENT_SECRET: z.string().optional(),
  CITIZENS_KEY_FILES: z
    .string()
    .transform(listOf)
    .refine((files) => files.length <= 2, 'must name one file, or two while a key is replaced')
    .optional(),
  CITIZENS_LEVEL_CLAIM: z.string().default('acr'),
  CITIZENS_LEVELS: pairs(LEVELS_OF_ASSURANCE, 'silver=SUBSTANTIAL,gold=HIGH').optional(),
  CITIZENS_MINIMUM_LEVEL: z
    .enum(LEVELS_OF_ASSURANCE, `must be one of ${LEVELS_OF_ASSURANCE.join(', ')}`)
    .default('LOW'),
  OFFICIALS_ISSUER_URL: z.string().refine(isReachableSafely, ISSUER).optional(),
  OFFICIALS_CLIENT_ID: z.string().optional(),
  OFFICIALS_CERT_FILE: z.string().optional(),
  OFFICIALS_KEY_FILE: z.string().optional(),
  OFFICIALS_CA_FILE: z.string().optional(),
  OFFICIALS_ROLES: pairs(OFFICIAL_ROLES, 'editor=EDITOR,approver=APPROVER').default(
    new Map(OFFICIAL_ROLES.map((role) => [role.toLowerCase(), role])),
  ),
};

const variables = z.object(signInVariables);
type SignInVariables = z.output<typeof variables>;
type Name = keyof SignInVariables;

/** Variables that another one needs. */
const NEEDS: readonly [Name, readonly Name[]][] = [
  ['CITIZENS_ISSUER_URL', ['CITIZENS_CLIENT_ID']],
  ['OFFICIALS_ISSUER_URL', ['OFFICIALS_CLIENT_ID', 'OFFICIALS_CERT_FILE', 'OFFICIALS_KEY_FILE']],
];

/** A wrong variable, and what would be right. */
export interface Fault {
  readonly name: string;
  readonly message: string;
}

/** What does not go together. */
export function signInFaults(given: SignInVariables & { readonly NODE_ENV: string }): Fault[] {
  const issuers = (['CITIZENS_ISSUER_URL', 'OFFICIALS_ISSUER_URL'] as const).filter((name) => given[name]);
  const missing = NEEDS.flatMap(([name, needs]) =>
    given[name] ? needs.filter((one) => !given[one]).map((one) => [one, name]) : [],
  );
  const faults = missing.map(([name = '', by]) => ({ name, message: `must be set with ${by}` }));
  if (given.CITIZENS_ISSUER_URL && given.CITIZENS_PROFILE === 'NIA' && !given.CITIZENS_KEY_FILES) {
    faults.push({ name: 'CITIZENS_KEY_FILES', message: 'must be set: NIA encrypts its tokens' });
  }
  if (given.NODE_ENV !== 'production') return faults;
  if (given.DEV_ISSUERS) {
    faults.push({ name: 'DEV_ISSUERS', message: 'must not be on in production: anybody could sign in as anybody' });
  }
  if (issuers.length === 0) return faults;
  for (const name of ['PUBLIC_URL', 'PSEUDONYM_KEY'] as const) {
    if (!given[name]) faults.push({ name, message: `must be set in production with ${issuers.join(' and ')}` });
  }
  for (const name of ['PUBLIC_URL', ...issuers] as const) {
    if (given[name]?.startsWith('http:')) faults.push({ name, message: 'must begin with https in production' });
  }
  return faults;
}
