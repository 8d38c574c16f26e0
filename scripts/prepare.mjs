/** Brings what tests and checks are made from up to date: `node scripts/prepare.mjs prisma codegen`. */
import { bringUpToDate } from './steps.mjs';

for (const step of process.argv.slice(2)) bringUpToDate(step);
