import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { disposalContract } from './disposal.contract.ts';
import * as disposal from './disposal.ts';

const os = implement(disposalContract).$context<Context>();

export const disposalRouter = os.router({
  listDisposals: os.listDisposals.handler(({ context }) => disposal.listDisposals(context)),
  previewDisposal: os.previewDisposal.handler(({ context }) => disposal.previewDisposal(context)),
  prepareDisposal: os.prepareDisposal.handler(({ context, input }) => disposal.prepareDisposal(context, input)),
  readDisposal: os.readDisposal.handler(({ context, input }) => disposal.readDisposal(context, input)),
  signDisposal: os.signDisposal.handler(({ context, input }) => disposal.signDisposal(context, input)),
  withdrawDisposal: os.withdrawDisposal.handler(({ context, input }) => disposal.withdrawDisposal(context, input)),
  destroy: os.destroy.handler(({ context, input }) => disposal.destroy(context, input)),
});
