import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { handoverContract } from './handover.contract.ts';
import * as handover from './handover.ts';

const os = implement(handoverContract).$context<Context>();

export const handoverRouter = os.router({
  list: os.list.handler(({ context, input }) => handover.listHandovers(context, input)),
  read: os.read.handler(({ context, input }) => handover.readHandover(context, input)),
  previewPlan: os.previewPlan.handler(({ context, input }) => handover.previewPlan(context, input)),
  listCandidates: os.listCandidates.handler(({ context, input }) => handover.listCandidates(context, input)),
  listClientsOf: os.listClientsOf.handler(({ context, input }) => handover.listClientsOf(context, input)),
  start: os.start.handler(({ context, input }) => handover.startHandover(context, input)),
  answer: os.answer.handler(({ context, input }) => handover.answerHandover(context, input)),
  replaceParty: os.replaceParty.handler(({ context, input }) => handover.replaceParty(context, input)),
  changeManner: os.changeManner.handler(({ context, input }) => handover.changeManner(context, input)),
  replan: os.replan.handler(({ context, input }) => handover.replan(context, input)),
  cancel: os.cancel.handler(({ context, input }) => handover.cancelHandover(context, input)),
  withdrawBatch: os.withdrawBatch.handler(({ context, input }) => handover.withdrawBatch(context, input)),
  listBatchClients: os.listBatchClients.handler(({ context, input }) => handover.listBatchClients(context, input)),
  listDeadlines: os.listDeadlines.handler(({ context, input }) => handover.listDeadlines(context, input)),
  listItems: os.listItems.handler(({ context, input }) => handover.listItems(context, input)),
  makeInventory: os.makeInventory.handler(({ context, input }) => handover.makeInventory(context, input)),
  refreshItem: os.refreshItem.handler(({ context, input }) => handover.refreshItem(context, input)),
  addItem: os.addItem.handler(({ context, input }) => handover.addItem(context, input)),
  dropItem: os.dropItem.handler(({ context, input }) => handover.dropItem(context, input)),
  proveItem: os.proveItem.handler(({ context, input }) => handover.proveItem(context, input)),
  undoProof: os.undoProof.handler(({ context, input }) => handover.undoProof(context, input)),
});
