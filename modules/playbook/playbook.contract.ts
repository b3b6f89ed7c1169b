import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idOf } from '#platform/kernel/id.ts';
import { playbookContentSchema } from './content/playbook-content.ts';

const versionLine = z.object({
  id: idOf('playbook-version'),
  number: z.int(),
  publishedAt: z.date(),
  /** Null for the version that came with the product. */
  publishedBy: z.object({ id: idOf('person'), name: z.string() }).nullable(),
});

export const playbookSchema = z.object({
  id: idOf('playbook'),
  name: z.string(),
  /** Newest first. */
  versions: z.array(versionLine),
});
export type Playbook = z.output<typeof playbookSchema>;

export const playbookVersionSchema = versionLine.extend({
  playbook: z.object({ id: idOf('playbook'), name: z.string() }),
  content: playbookContentSchema,
});
export type PlaybookVersion = z.output<typeof playbookVersionSchema>;

export const playbookContract = {
  list: oc
    .route({ method: 'GET', path: '/playbooks', summary: 'The ways of handing over, with their published versions' })
    .output(z.array(playbookSchema)),
  readVersion: oc
    .route({
      method: 'GET',
      path: '/playbook-versions/{version}',
      summary: 'One version: stages, gates, kinds of item, lines, letters and the laws they lean on',
    })
    .input(z.object({ version: idOf('playbook-version') }))
    .output(playbookVersionSchema),
};
