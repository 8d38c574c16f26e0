/** Variables for those who run the service. */
import { z } from 'zod';

const PORT = 'must be a port number from 0 to 65535';

/** A port; 0 chooses a free one. */
export const port = z
  .string()
  .regex(/^\d{1,5}$/, PORT)
  .transform(Number)
  .refine((number) => number <= 65_535, PORT);

const seconds = (max: number) => {
  const message = `must be a number of seconds from 0 to ${max}`;
  return z
    .string()
    .regex(/^\d{1,4}$/, message)
    .transform(Number)
    .refine((number) => number <= max, message);
};

/** Names as GraphQL has them, separated by commas. */
const NAMES = 'must be names of GraphQL operations, separated by commas';
const names = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .refine((list) => list.every((name) => /^[_A-Za-z][_0-9A-Za-z]{0,63}$/.test(name)), NAMES);

export const operationsVariables = {
  SHUTDOWN_DELAY: seconds(300).optional(),
  SHUTDOWN_TIMEOUT: seconds(3_600).default(25),
  METRICS_PORT: port.optional(),
  METRICS_HOST: z.string().min(1, 'must be a host name or an address, such as 127.0.0.1').default('127.0.0.1'),
  METRICS_OPERATIONS: names.default([]),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine(isWebAddress, 'must be an address such as http://127.0.0.1:4318')
    .optional(),
  OTEL_SERVICE_NAME: z.string().min(1).max(100).default('rozcestnik'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'must be a share of requests from 0 to 1, such as 0.1')
    .transform(Number)
    .default(1),
};

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
