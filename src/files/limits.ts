/** Limits of files. */

/** Bytes of a logo at the most, as sent and as stored. */
export const MAX_LOGO_BYTES = 50_000;

/** Pixels of a side of a logo at the most: 2,048 × 2,048 take 17 MB when decoded. */
export const MAX_LOGO_SIDE = 2_048;

/** Bytes of a document at the most. */
export const MAX_EVIDENCE_BYTES = 5_000_000;

/** Nesting and number of elements of an SVG; drawing one that is within them takes no noticeable time. */
export const MAX_SVG_DEPTH = 32;
export const MAX_SVG_ELEMENTS = 5_000;

/** Files of one person that nothing refers to, at the most: bounds what can be stored for nothing. */
export const MAX_UNUSED_FILES = 20;

/** How long a file that nothing refers to is kept, in milliseconds: a day. */
export const UNUSED_LIFETIME = 24 * 3_600_000;

/** How long an address for sending a file is good, in milliseconds: an hour. */
export const UPLOAD_LIFETIME = 3_600_000;

/** How long an address of a file that is not for everybody is good, in milliseconds: ten minutes. */
export const DOWNLOAD_LIFETIME = 600_000;
