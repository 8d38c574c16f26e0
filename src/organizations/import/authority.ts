/**
 * Public authorities in the shape of the open data of the Register of Rights and Obligations
 * (rpp-opendata.egon.gov.cz, data set `ovm.json`): what is taken of each, and what we make of it.
 */
import { z } from 'zod';
import { LIMITS, line } from '../../kernel/fields.ts';
import { isValidIco } from '../../kernel/ico.ts';
import type { ORGANIZATION_KINDS } from '../content.ts';
import { rule } from '../messages.ts';

/** Last part of an identifier such as `právní-forma/801` or of an address that ends so. */
const lastPart = (value: string) => value.split('/').at(-1) ?? value;

const emptyAsNull = (value: unknown) => (value === '' || value === undefined ? null : value);

/** An item of `položky`. The register has more fields; those are passed over. */
export const authorityItem = z
  .object({
    identifikátor: z.string().regex(/^\d{1,20}$/, rule('must be the identifier of a public authority (digits)')),
    název: z.object({ cs: line(LIMITS.name) }),
    ičo: z.preprocess(
      emptyAsNull,
      z.string().refine(isValidIco, rule('must be an IČO: 8 digits with a right check digit')).nullable(),
    ),
    'datové-schránky': z
      .array(
        z.object({
          'identifikátor-ds': z
            .string()
            .regex(/^[0-9a-z]{7}$/, rule('must be a data box id of 7 lower-case letters and digits')),
        }),
      )
      .nullish(),
    'právní-forma': z.preprocess(emptyAsNull, z.string().transform(lastPart).nullable()),
    kategorie: z
      .array(
        z
          .string()
          .transform(lastPart)
          .pipe(z.string().regex(/^KO\d+$/, rule('must be a category of public authorities such as KO13'))),
      )
      .nullish(),
  })
  .transform((item) => ({
    ovmId: item.identifikátor,
    name: item.název.cs,
    ico: item.ičo,
    // The first one is that of the authority itself, others are of its units.
    dataBoxId: item['datové-schránky']?.[0]?.['identifikátor-ds'] ?? null,
    legalForm: item['právní-forma'],
    categories: item.kategorie ?? [],
  }));

/** What is taken of a public authority. */
export type Authority = z.output<typeof authorityItem>;

/** Kinds by the code of the legal form (Czech Statistical Office, code list 56). */
const KINDS: Readonly<Record<string, (typeof ORGANIZATION_KINDS)[number]>> = {
  '331': 'PUBLIC_INSTITUTION',
  '601': 'PUBLIC_INSTITUTION',
  '641': 'PUBLIC_INSTITUTION',
  '801': 'MUNICIPALITY',
  '804': 'REGION',
  '811': 'MUNICIPALITY',
};

/**
 * The kind of a new organization. Ministries are central authorities by section 1 of act no. 2/1969; of other authorities the
 * register does not say it, and editors do.
 */
export function kindOf({ legalForm, name }: Authority): (typeof ORGANIZATION_KINDS)[number] {
  if (/^Ministerstvo /.test(name)) return 'CENTRAL_AUTHORITY';
  return KINDS[legalForm ?? ''] ?? 'OTHER_AUTHORITY';
}
