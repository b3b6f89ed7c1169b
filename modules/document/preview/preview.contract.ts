import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idOf } from '#platform/kernel/id.ts';

const sheet = z.object({
  name: z.string(),
  hidden: z.boolean(),
  /** Only cells up to the last one that holds anything. */
  rows: z.array(z.object({ line: z.int(), cells: z.array(z.string()) })),
  cut: z.boolean(),
});

/**
 * What is shown of a file. Of `pdf` and `picture` the content comes by `GET /documents/{document}/view`; `html` holds paragraphs, lists,
 * tables and pictures within it, no script, style or address; of `none` it says why.
 */
const shown = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pdf') }),
  z.object({ kind: z.literal('picture') }),
  z.object({ kind: z.literal('text'), text: z.string(), cut: z.boolean() }),
  z.object({ kind: z.literal('html'), html: z.string(), cut: z.boolean() }),
  z.object({ kind: z.literal('sheets'), sheets: z.array(sheet), cut: z.boolean() }),
  z.object({
    kind: z.literal('none'),
    why: z.enum(['other-kind', 'too-large', 'too-slow', 'too-much-memory', 'password', 'damaged']),
  }),
]);
export type Shown = z.output<typeof shown>;

const preview = z.object({
  name: z.string(),
  mediaType: z.string(),
  client: idOf('client').nullable(),
  handover: idOf('handover').nullable(),
  /** Whether the viewer may download it too. */
  mayDownload: z.boolean(),
  shown,
});
export type Preview = z.output<typeof preview>;

export const previewContract = {
  openPreview: oc
    .route({ method: 'POST', path: '/documents/{document}/preview', summary: 'Look at a file without having it' })
    .input(z.object({ document: idOf('document') }))
    .output(preview),
};
