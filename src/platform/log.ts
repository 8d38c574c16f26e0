/** The log: JSON lines on standard error, without secrets and personal data. */
import { type DestinationStream, type Logger, pino } from 'pino';
import { withoutSecretFields, withoutSecretValues } from './redaction.ts';

/** Levels of the configuration. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const STANDARD_ERROR = 2;

/** A log at a level; where it goes can be chosen, for tests and terminals. */
export function createLog(level: LogLevel, destination: DestinationStream = standardError()): Logger {
  const options = {
    level,
    formatters: { log: (fields: object) => withoutSecretFields({ ...fields }) },
    serializers: { err: (error: Error) => withoutSecretFields(pino.stdSerializers.err(error)) },
    hooks: { streamWrite: withoutSecretValues },
  };
  return pino(options, destination);
}

/** Characters that wait at the most for a place that takes none, such as a full disk; what comes beyond them is lost. */
const MOST_WAITING = 2 ** 20;

/** Standard error; that it takes nothing is no reason to stop answering. */
function standardError(): DestinationStream {
  const destination = pino.destination({ dest: STANDARD_ERROR, sync: true, maxLength: MOST_WAITING });
  destination.on('error', () => undefined);
  // Everything is written at once; what could not be would be tried again without end.
  destination.flushSync = () => undefined;
  return destination;
}

/** Where a person who develops looks, the same lines for human eyes, when `pino-pretty` is installed. */
export async function terminalDestination(): Promise<DestinationStream | undefined> {
  try {
    const { default: pretty } = await import('pino-pretty');
    return pretty({ destination: STANDARD_ERROR, sync: true, ignore: 'pid,hostname' });
  } catch {
    // Installed without what only development needs.
    return undefined;
  }
}
