/** Holds the lock of a data folder until its input ends: `holdLock.ts <folder>`. */
import { lockDataFolder } from '../../../src/platform/lock.ts';

await lockDataFolder(process.argv[2] ?? '');
console.log('locked');
process.stdin.resume();
