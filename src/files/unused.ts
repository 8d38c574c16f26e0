import type { Prisma } from '../generated/prisma/client.ts';

/** The files that nothing refers to. Whatever may refer to a file stands here: the database guards the rest. */
export const unusedFiles = { links: { none: {} }, evidence: { none: {} } } as const satisfies Prisma.FileWhereInput;
