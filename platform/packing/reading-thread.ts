/** The program of a reading thread; in the verifier that is one file (scripts/build-verifier.ts) it is that file itself. */
export const readingThread = new URL('./read-worker.ts', import.meta.url);
