/** The checklist of a request: what the published types ask for, and what the applicant says of it. */
import { visibleTo } from '../../catalogue/reads/visibility.ts';
import { assessCooperation, type TypeAssessment } from '../../cooperation/assessment.ts';
import { COOPERATION_COLUMNS, cooperationContent } from '../../cooperation/published.ts';
import type { CommandContext } from '../../journal/command.ts';
import { type Issue, invalidInput } from '../../kernel/errors.ts';
import { joined } from '../../kernel/message.ts';
import type { RequestFact } from '../content.ts';
import { say } from '../messages.ts';

/** What of a request is assessed. */
export interface Assessable {
  readonly types: readonly string[];
  readonly facts: readonly RequestFact[];
}

/**
 * Assesses a request against what is published now.
 * @throws DomainError INVALID_INPUT naming unknown types and codes, and facts that cannot be true together.
 */
export async function assessRequest(
  context: Pick<CommandContext, 'tx' | 'viewer'>,
  organizationId: string,
  { types, facts }: Assessable,
): Promise<TypeAssessment[]> {
  const { tx, viewer } = context;
  const { kind } = await tx.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { kind: true } });
  const published = (name: string) =>
    tx.liveEntry.findMany({ where: { AND: [{ kind: name }, visibleTo(viewer)] }, select: COOPERATION_COLUMNS });
  const content = cooperationContent(await published('cooperationType'), await published('requirement'));
  return [...assessCooperation(content, { applicantKind: kind, facts, types, combinations: [] }).types];
}

/** Codes of everything that the types ask about: requirements, conditions, and what says for whom they are meant. */
export function codesOf(assessments: readonly TypeAssessment[]): Set<string> {
  return new Set(
    assessments.flatMap(({ checklist, suitability }) => [
      ...checklist.flatMap(({ item }) => [item.code, ...item.conditions.map(({ code }) => code)]),
      ...suitability.map(({ condition }) => condition.code),
    ]),
  );
}

/**
 * Checks that what is said of items of the checklist is said of items that there are.
 * @throws DomainError INVALID_INPUT naming the path of each that there is not.
 */
export function assertKnownCodes(
  known: ReadonlySet<string>,
  codes: readonly { readonly code: string | null; readonly path: Issue['path'] }[],
): void {
  const message = say('must be the code of an item of the checklist: {codes}', { codes: joined([...known]) });
  const issues = codes.flatMap(({ code, path }) => (code === null || known.has(code) ? [] : [{ path, message }]));
  if (issues.length > 0) throw invalidInput(say('The checklist'), issues);
}
