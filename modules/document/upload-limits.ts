/** The largest file that is taken in, in bytes. */
export const largestDocument = 16 * 1024 ** 3;

/** The largest that is taken in by one request, in bytes; what is larger goes in parts. */
export const largestInOneGo = 64 * 1024 * 1024;

/** How many bytes a part of an upload has, but for the last one. */
export const partSize = 4 * 1024 * 1024;

/** An upload that nothing was added to for so many days is thrown away. */
export const uploadKeptDays = 7;

/** How many files one person may have under way. */
export const mostUploads = 200;
