import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { playbookContract } from './playbook.contract.ts';
import * as playbook from './playbook.ts';

const os = implement(playbookContract).$context<Context>();

export const playbookRouter = os.router({
  list: os.list.handler(({ context }) => playbook.list(context)),
  readVersion: os.readVersion.handler(({ context, input }) => playbook.readVersion(context, input)),
});
