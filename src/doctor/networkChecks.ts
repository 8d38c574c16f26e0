/** Checks of what is reached over the network: issuers and the collector of traces. */
import { readFileSync } from 'node:fs';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import { issuersOf } from '../config/issuers.ts';
import { mailOf } from '../config/mail.ts';
import type { Config } from '../config.ts';
import { STUCK_STATES } from '../notifications/commands/sendMailAgain.ts';
import { smtpProblem, smtpServerOf } from '../notifications/mailers/smtp.ts';
import { reasonOf } from '../platform/reasonOf.ts';
import { type Check, type Finding, fail, ok, skipped, warn } from './finding.ts';

const TIMEOUT = 5_000;
/** Seconds that our clock may differ from an issuer's: tokens are good for a short time only. */
const MAX_SKEW = 30;

const keys: Check = {
  name: 'keys of sign-in',
  run: ({ config }) => {
    issuersOf(config, null);
    return ok('All files of keys and certificates can be used.');
  },
};

/** Where each issuer describes itself. NIA's variable names that document, those of others the issuer. */
function discoveryOf(config: Config): Record<'citizens' | 'officials', string | undefined> {
  const { CITIZENS_PROFILE, CITIZENS_ISSUER_URL, OFFICIALS_ISSUER_URL } = config;
  return {
    citizens: CITIZENS_PROFILE === 'NIA' ? CITIZENS_ISSUER_URL : wellKnown(CITIZENS_ISSUER_URL),
    officials: wellKnown(OFFICIALS_ISSUER_URL),
  };
}

const wellKnown = (issuer: string | undefined) =>
  issuer && `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

const metadata = z.object({ issuer: z.string().optional(), jwks_uri: z.url(), authorization_endpoint: z.url() });
const keySet = z.object({ keys: z.array(z.object({ kty: z.string() })).min(1) });

function issuer(realm: 'citizens' | 'officials'): Check {
  return {
    name: `issuer of ${realm}`,
    run: async ({ config }) => {
      const address = discoveryOf(config)[realm];
      if (!address) {
        return config.NODE_ENV === 'production'
          ? warn(`There is none: no ${realm} can sign in.`, `Set ${realm.toUpperCase()}_ISSUER_URL.`)
          : skipped('None is set up; development has invented people.');
      }
      const authority = realm === 'officials' ? config.OFFICIALS_CA_FILE : undefined;
      const dispatcher = new Agent(authority ? { connect: { ca: readFileSync(authority, 'utf8') } } : {});
      try {
        return await examineIssuer(address, dispatcher);
      } finally {
        await dispatcher.close();
      }
    },
  };
}

async function examineIssuer(address: string, dispatcher: Agent): Promise<Finding> {
  const mend = 'Check the address, the network and the firewall; nobody can sign in meanwhile.';
  const get = (url: string) => fetch(url, { dispatcher, signal: AbortSignal.timeout(TIMEOUT) });
  const answer = await get(address).catch(reasonOf);
  if (typeof answer === 'string') return fail(`${address} cannot be reached: ${answer}.`, mend);
  const described = metadata.safeParse(await answer.json().catch(() => null));
  if (!answer.ok || !described.success)
    return fail(`${address} answers ${answer.status} and no description of an issuer.`, mend);
  const found = await get(described.data.jwks_uri).catch(reasonOf);
  const published = typeof found === 'string' ? null : keySet.safeParse(await found.json().catch(() => null));
  if (!published?.success) return fail(`The keys at ${described.data.jwks_uri} cannot be read.`, mend);
  const skew = skewOf(answer.headers.get('date'));
  if (skew > MAX_SKEW)
    return fail(`Our clock differs from the issuer's by ${Math.round(skew)} s.`, 'Set the clock by NTP.');
  return ok(`${described.data.issuer ?? address} answers, with ${published.data.keys.length} keys.`);
}

const skewOf = (date: string | null) => (date ? Math.abs(Date.now() - Date.parse(date)) / 1_000 : 0);

const search: Check = {
  name: 'search',
  run: async ({ config: { MEILI_URL, MEILI_KEY, SEARCH_EMBEDDED } }) => {
    if (!MEILI_URL) return ok('Each instance has its own index in its memory.');
    const meanwhile = SEARCH_EMBEDDED ? 'The index in memory answers meanwhile.' : 'Searches are refused meanwhile.';
    const get = (path: string) =>
      fetch(new URL(path, MEILI_URL.endsWith('/') ? MEILI_URL : `${MEILI_URL}/`), {
        headers: MEILI_KEY ? { authorization: `Bearer ${MEILI_KEY}` } : {},
        signal: AbortSignal.timeout(TIMEOUT),
      }).catch(reasonOf);
    const health = await get('health');
    if (typeof health === 'string' || !health.ok) {
      const why = typeof health === 'string' ? health : `it answers ${health.status}`;
      return fail(`Meilisearch at ${MEILI_URL} cannot be used: ${why}.`, `Start it, or check MEILI_URL. ${meanwhile}`);
    }
    const indexes = await get('indexes?limit=1');
    if (typeof indexes !== 'string' && indexes.ok) return ok(`Meilisearch at ${MEILI_URL} answers and takes the key.`);
    return fail(`Meilisearch at ${MEILI_URL} does not take the key.`, `Set MEILI_KEY. ${meanwhile}`);
  },
};

const traces: Check = {
  name: 'traces',
  run: async ({ config: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } }) => {
    if (!endpoint) return skipped('OTEL_EXPORTER_OTLP_ENDPOINT is not set.');
    const problem = await fetch(endpoint, { signal: AbortSignal.timeout(TIMEOUT) }).then(() => null, reasonOf);
    if (problem === null) return ok(`The collector at ${endpoint} answers.`);
    return warn(`The collector at ${endpoint} cannot be reached: ${problem}.`, 'Traces are dropped until it can.');
  },
};

const mail: Check = {
  name: 'mail',
  run: async ({ config }) => {
    const { SMTP_URL, AGENCY_MAILBOX, NODE_ENV } = config;
    const { mailer, agencyMailbox } = mailOf(config);
    if (!SMTP_URL) {
      const says = `Mails are files in the ${mailer.location}: nobody is told of anything.`;
      return NODE_ENV === 'production' ? warn(says, 'Set SMTP_URL and MAIL_FROM.') : ok(says);
    }
    const server = smtpServerOf(SMTP_URL);
    const problem = await smtpProblem(server);
    if (problem) {
      return fail(
        `${mailer.location} cannot be used: ${problem}.`,
        'Check SMTP_URL; mails wait for three days meanwhile.',
      );
    }
    const says = `${mailer.location} answers${server.credentials ? ' and takes the password' : ''}.`;
    if (agencyMailbox === null || !AGENCY_MAILBOX) return warn(`${says} The agency gets none.`, 'Set AGENCY_MAILBOX.');
    return ok(says);
  },
};

const lostMails: Check = {
  name: 'lost mails',
  run: async ({ patient }) => {
    if (!patient) return skipped('The database could not be opened.');
    const { mailDelivery } = patient.database.prisma;
    const count = await mailDelivery.count({ where: { state: { in: [...STUCK_STATES] } } }).catch(() => null);
    if (count === null) return skipped('The database is of an older version.');
    if (count === 0) return ok('None was refused, and of each it is known whether it went.');
    const says = `${count} were refused, or may have gone or not.`;
    return warn(says, 'Look at them by mailDeliveries, and send them again by sendMailAgain where that is right.');
  },
};

export const networkChecks: readonly Check[] = [
  keys,
  issuer('citizens'),
  issuer('officials'),
  search,
  mail,
  lostMails,
  traces,
];
