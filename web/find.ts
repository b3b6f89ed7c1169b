import type { Find } from '#kit/palette.ts';

/** What the palette finds on the server. */
export const find: Find = async () => [];
