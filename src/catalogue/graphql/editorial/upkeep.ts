/** What editors have to look after: references that lead nowhere, and entries that will be withdrawn. */
import type { Entry, Tombstone } from '../../../generated/prisma/client.ts';
import { builder } from '../../../graphql/builder.ts';
import { type Context, chooseLocale, editorial } from '../../../graphql/context.ts';
import { localeArgument } from '../../../graphql/localized.ts';
import { WITHDRAW_JOB } from '../../jobs.ts';
import { EditorialEntryRef } from './types.ts';

/** A reference of published content to an entry that is not published. */
interface BrokenReference {
  readonly entry: Entry;
  readonly role: string;
  readonly target: Entry & { tombstone: Tombstone | null };
}

const BrokenReferenceRef = builder.objectRef<BrokenReference>('BrokenReference').implement({
  authScopes: { may: 'entry.readDrafts' },
  description: 'A published entry that refers to one that readers cannot see.',
  fields: (t) => ({
    entry: t.expose('entry', { type: EditorialEntryRef, description: 'The published entry.' }),
    role: t.exposeString('role', { description: 'Which relation it is, such as `related` or `requirement`.' }),
    target: t.expose('target', { type: EditorialEntryRef, description: 'The entry that it refers to.' }),
    isWithdrawn: t.boolean({
      description: 'Whether the target was withdrawn; otherwise it was never published.',
      resolve: ({ target }) => target.tombstone !== null,
    }),
  }),
});

/** Rows answered at the most; whoever has more has enough to do. */
const MAX_ROWS = 100;

builder.queryFields((t) => ({
  brokenReferences: t.field({
    authScopes: { may: 'entry.readDrafts' },
    type: [BrokenReferenceRef],
    nullable: true,
    description: `References of published entries that lead nowhere, ${MAX_ROWS} at the most. For editors.`,
    args: { locale: t.arg({ type: 'Locale', ...localeArgument }) },
    resolve: (_root, { locale }, context, info) => {
      chooseLocale(context, info, locale);
      return findBrokenReferences(context);
    },
  }),
  expiringEntries: t.field({
    authScopes: { may: 'entry.readDrafts' },
    type: [EditorialEntryRef],
    nullable: true,
    description: `Entries that are to be withdrawn by an instant, the next first, ${MAX_ROWS} at the most. For editors.`,
    args: {
      before: t.arg({ type: 'DateTime', required: true, description: 'The instant.' }),
      locale: t.arg({ type: 'Locale', ...localeArgument }),
    },
    resolve: async (_root, { before, locale }, context, info) => {
      chooseLocale(context, info, locale);
      const { job, entry } = editorial(context);
      const where = { kind: WITHDRAW_JOB, doneAt: null, runAt: { lt: before } };
      const jobs = await job.findMany({ where, orderBy: { runAt: 'asc' }, take: MAX_ROWS });
      const found = await entry.findMany({ where: { id: { in: jobs.map(({ subject }) => subject) } } });
      const byId = new Map(found.map((row) => [row.id, row]));
      return jobs.flatMap(({ subject }) => byId.get(subject) ?? []);
    },
  }),
}));

async function findBrokenReferences(context: Context): Promise<BrokenReference[]> {
  const links = await editorial(context).versionLink.findMany({
    where: { version: { live: { isNot: null } }, entry: { is: { live: { is: null } } } },
    include: { version: { include: { entry: true } }, entry: { include: { tombstone: true } } },
    orderBy: [{ versionId: 'asc' }, { role: 'asc' }, { position: 'asc' }],
    take: MAX_ROWS,
  });
  return links.flatMap(({ version, role, entry }) => (entry ? [{ entry: version.entry, role, target: entry }] : []));
}
