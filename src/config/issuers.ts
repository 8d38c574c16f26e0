/** The issuers that the configuration names, with their keys read from their files. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Config, ConfigurationError } from '../config.ts';
import type { DevIssuers } from '../identity/devIssuers/devIssuers.ts';
import { broker } from '../identity/issuers/broker.ts';
import { caais } from '../identity/issuers/caais.ts';
import type { IssuerClient } from '../identity/issuers/issuer.ts';
import { EIDAS_NAMES, type LevelRules } from '../identity/issuers/levels.ts';
import { nia } from '../identity/issuers/nia.ts';
import type { Gate } from '../identity/signIn.ts';

/** Whether the dev issuers are to run: in development, unless a real issuer is set up or they are turned off. */
export function wantsDevIssuers(config: Config): boolean {
  const { DEV_ISSUERS, NODE_ENV, CITIZENS_ISSUER_URL, OFFICIALS_ISSUER_URL } = config;
  return DEV_ISSUERS ?? (NODE_ENV === 'development' && !CITIZENS_ISSUER_URL && !OFFICIALS_ISSUER_URL);
}

/**
 * The issuer of each realm: a real one where it is set up, otherwise a dev issuer where those run.
 * @throws ConfigurationError naming the variable whose file cannot be used
 */
export function issuersOf(config: Config, dev: DevIssuers | null): Gate['issuers'] {
  const citizens = citizensIssuer(config, dev);
  const officials = officialsIssuer(config, dev);
  return { ...(citizens && { CITIZENS: citizens }), ...(officials && { OFFICIALS: officials }) };
}

function citizensIssuer(config: Config, dev: DevIssuers | null): IssuerClient | null {
  const {
    CITIZENS_PROFILE,
    CITIZENS_ISSUER_URL,
    CITIZENS_CLIENT_ID = '',
    CITIZENS_CLIENT_SECRET: clientSecret,
  } = config;
  const levels: LevelRules = {
    claim: config.CITIZENS_LEVEL_CLAIM,
    names: config.CITIZENS_LEVELS ?? EIDAS_NAMES,
    minimum: config.CITIZENS_MINIMUM_LEVEL,
  };
  if (!CITIZENS_ISSUER_URL) {
    if (!dev) return null;
    return CITIZENS_PROFILE === 'NIA' ? nia({ ...dev.nia, levels }) : broker({ ...dev.broker, levels });
  }
  const url = new URL(CITIZENS_ISSUER_URL);
  const decryptionKeys = (config.CITIZENS_KEY_FILES ?? []).map((file) => privateKeyIn(file, 'CITIZENS_KEY_FILES'));
  const client = { clientId: CITIZENS_CLIENT_ID, decryptionKeys, levels };
  return CITIZENS_PROFILE === 'NIA'
    ? nia({ ...client, discovery: url })
    : broker({ ...client, issuer: url, clientSecret });
}

function officialsIssuer(config: Config, dev: DevIssuers | null): IssuerClient | null {
  const { OFFICIALS_ISSUER_URL, OFFICIALS_CLIENT_ID = '', OFFICIALS_ROLES: roles } = config;
  if (!OFFICIALS_ISSUER_URL) return dev && caais({ ...dev.caais, roles });
  const { OFFICIALS_CERT_FILE = '', OFFICIALS_KEY_FILE = '', OFFICIALS_CA_FILE } = config;
  const certificate = textIn(OFFICIALS_CERT_FILE, 'OFFICIALS_CERT_FILE');
  const key = privateKeyIn(OFFICIALS_KEY_FILE, 'OFFICIALS_KEY_FILE');
  assertBelongTogether(certificate, key);
  return caais({
    issuer: new URL(OFFICIALS_ISSUER_URL),
    clientId: OFFICIALS_CLIENT_ID,
    certificate,
    key: String(key.export({ type: 'pkcs8', format: 'pem' })),
    authority: OFFICIALS_CA_FILE && textIn(OFFICIALS_CA_FILE, 'OFFICIALS_CA_FILE'),
    roles,
  });
}

function textIn(file: string, variable: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fault(variable, `names a file that cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function privateKeyIn(file: string, variable: string): KeyObject {
  const text = textIn(file, variable);
  try {
    return createPrivateKey(text);
  } catch {
    throw fault(variable, 'must name files with a private key in PEM without a passphrase');
  }
}

function assertBelongTogether(certificate: string, key: KeyObject): void {
  try {
    if (new X509Certificate(certificate).checkPrivateKey(key)) return;
  } catch {
    throw fault('OFFICIALS_CERT_FILE', 'must name a file with a certificate in PEM');
  }
  throw fault('OFFICIALS_KEY_FILE', 'must hold the key of the certificate in OFFICIALS_CERT_FILE');
}

function fault(variable: string, message: string): ConfigurationError {
  return new ConfigurationError(`The configuration is wrong:\n  ${variable} ${message}`);
}
