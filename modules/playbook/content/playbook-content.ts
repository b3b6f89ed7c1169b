import { looseEnds } from './loose-ends.ts';
import { playbookShape } from './playbook-shape.ts';

/** What a version of a playbook holds: its shape, and that each name used in it stands for something in it. */
export const playbookContentSchema = playbookShape.superRefine((content, context) => {
  for (const { path, message } of looseEnds(content)) context.addIssue({ code: 'custom', path, message });
});
