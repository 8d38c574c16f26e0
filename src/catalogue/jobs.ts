/** Kinds of the catalogue's work that is put off; done by `jobHandlers.ts`. */

/** Publishes the version that is the job's subject. */
export const PUBLISH_JOB = 'catalogue.publish';
/** Withdraws the entry that is the job's subject. */
export const WITHDRAW_JOB = 'catalogue.withdraw';
/** Publishes the release that is the job's subject. */
export const RELEASE_JOB = 'catalogue.release';
