/** The whole schema: every room adds its types by being imported. */
import '../journal/graphql/auditRecord.ts';
import '../identity/graphql/emergency.ts';
import '../organizations/graphql/access.ts';
import '../identity/graphql/session.ts';
import '../identity/graphql/viewer.ts';
import '../organizations/graphql/category.ts';
import '../organizations/graphql/organization.ts';
import '../organizations/graphql/renameOrganization.ts';
import '../organizations/graphql/territory.ts';
import '../catalogue/graphql/entries.ts';
import '../catalogue/graphql/editorial/entryAbilities.ts';
import '../catalogue/graphql/editorial/organizationMutations.ts';
import '../catalogue/graphql/signInRequirement.ts';
import '../catalogue/graphql/editorial/previewLink.ts';
import '../catalogue/graphql/editorial/queries.ts';
import '../catalogue/graphql/editorial/release.ts';
import '../catalogue/graphql/editorial/releaseMutations.ts';
import '../catalogue/graphql/editorial/upkeep.ts';
import '../catalogue/graphql/editorial/workflowMutations.ts';
import '../catalogue/graphql/node.ts';
import '../catalogue/graphql/tombstone.ts';
import '../cooperation/graphql/assessCooperation.ts';
import '../cooperation/graphql/planCooperation.ts';
import '../cooperation/graphql/requirementsMatrix.ts';
import '../cooperation/tiles/graphql/tileFile.ts';
import '../search/graphql/misses.ts';
import '../search/graphql/search.ts';
import '../search/graphql/searchStatus.ts';
import '../search/graphql/suggest.ts';
import './scalars.ts';
import { loadKindTypes } from '../catalogue/kinds/registry.ts';
import { builder } from './builder.ts';

await loadKindTypes();

export const schema = builder.toSchema({});
