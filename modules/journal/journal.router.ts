import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { journalContract } from './journal.contract.ts';
import * as journal from './journal.ts';

const os = implement(journalContract).$context<Context>();

export const journalRouter = os.router({
  listEntries: os.listEntries.handler(({ context, input }) => journal.listEntries(context, input)),
  status: os.status.handler(({ context }) => journal.status(context)),
  proveConsistency: os.proveConsistency.handler(({ context, input }) => journal.proveConsistency(context, input)),
  exportEntries: os.exportEntries.handler(({ context, input }) => journal.exportEntries(context, input)),
  verify: os.verify.handler(({ context }) => journal.verify(context)),
});
