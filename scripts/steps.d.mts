/** Types of steps.mjs, for the tests. */
export const root: string;
export function bringUpToDate(name: 'prisma' | 'compile' | 'codegen'): void;
