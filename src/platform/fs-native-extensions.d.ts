/** The part of fs-native-extensions 1.5.1 that we use; the package has no types. */
declare module 'fs-native-extensions' {
  /** Locks the whole file for this descriptor; false when another descriptor has it. The kernel frees it at close. */
  export function tryLock(fd: number): boolean;
}
