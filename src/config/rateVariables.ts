/** Environment variables of the edge: how many requests each may send, who is believed to say where they come from, who reads the schema. */
import { z } from 'zod';
import { INTROSPECTION_POLICIES } from '../graphql/introspection.ts';
import { parseTrustedProxies } from '../http/clientAddress.ts';
import { DEVELOPMENT_RATES, RATES, type Rates } from '../http/rates/rates.ts';

const perMinute = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be a number of requests in a minute, from 1 to 999999999')
  .transform(Number)
  .optional();

export const rateVariables = {
  RATE_LIMIT_ADDRESS: perMinute,
  RATE_LIMIT_PERSON: perMinute,
  RATE_LIMIT_TOKEN: perMinute,
  RATE_LIMIT_SIGN_IN: perMinute,
  INTROSPECTION: z
    .enum(INTROSPECTION_POLICIES, `must be one of ${INTROSPECTION_POLICIES.join(', ')}`)
    .default('everybody'),
  TRUST_PROXY: z
    .string()
    .default('0')
    .transform((text, context) => {
      try {
        return parseTrustedProxies(text);
      } catch {
        context.addIssue({
          code: 'custom',
          message:
            'must be the number of proxies in front of the service, 0 to 9, or their addresses: 10.0.0.0/8,loopback',
        });
        return z.NEVER;
      }
    }),
};

type RateConfig = { readonly [Name in keyof typeof rateVariables]?: z.output<(typeof rateVariables)[Name]> };

/** The table of rates by the configuration; in production the defaults are narrower. */
export function ratesOf(config: RateConfig & { readonly NODE_ENV: string }): Rates {
  const rates = config.NODE_ENV === 'production' ? RATES : DEVELOPMENT_RATES;
  return {
    ...rates,
    ADDRESS: config.RATE_LIMIT_ADDRESS ?? rates.ADDRESS,
    UNPROVEN: config.RATE_LIMIT_ADDRESS ?? rates.UNPROVEN,
    PERSON: config.RATE_LIMIT_PERSON ?? rates.PERSON,
    TOKEN: config.RATE_LIMIT_TOKEN ?? rates.TOKEN,
    SIGN_IN: config.RATE_LIMIT_SIGN_IN ?? rates.SIGN_IN,
  };
}
