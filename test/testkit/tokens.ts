/** API tokens as a representative issues them. */
import { encodeGlobalId } from '../../src/kernel/ids.ts';
import { giveGrant } from './grants.ts';
import { PLAIN_JSON, type Service } from './service.ts';

const ISSUE = 'mutation ($input: IssueApiTokenInput!) { issueApiToken(input: $input) { secret errors { message } } }';

/** Headers of a system of the organization, with a token that its representative has just issued. */
export async function tokenFor(service: Service, organizationId: string): Promise<Readonly<Record<string, string>>> {
  const { headers, personId } = await service.signIn({ subject: 'a representative', level: 'HIGH' });
  await giveGrant(service.database, personId, organizationId, new Date());
  const input = {
    organization: encodeGlobalId('Organization', organizationId),
    name: 'Informační systém',
    scopes: ['CATALOGUE_SIGNED_IN'],
  };
  const body = JSON.stringify({ query: ISSUE, variables: { input } });
  const { data } = await service.post(body, { 'content-type': PLAIN_JSON, ...headers });
  const { secret } = (data as { issueApiToken: { secret: string } }).issueApiToken;
  return { authorization: `Bearer ${secret}` };
}
