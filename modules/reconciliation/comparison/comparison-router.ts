import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { confirmDataset, discardDataset, readOtherwise } from './arrange-dataset.ts';
import { comparisonContract } from './comparison-contract.ts';
import { decideLink, listLinks } from './links.ts';
import { listDifferences, openRow } from './list-differences.ts';
import { proposeMapping } from './mapping.ts';
import { acceptAll, acceptDifference, listSettlements, openDifferenceIssue, previewAcceptAll } from './settle.ts';
import { listComparisons, readComparison } from './shown-comparison.ts';
import { listDatasets, readDataset } from './shown-dataset.ts';
import { cancelComparison, startComparison } from './start-comparison.ts';
import { takeIntoChecks } from './take-into-checks.ts';
import { takeRecords } from './take-records.ts';
import { undoSettlement } from './undo-settlement.ts';

const os = implement(comparisonContract).$context<Context>();

export const comparisonRouter = os.router({
  listDatasets: os.listDatasets.handler(({ context, input }) => listDatasets(context, input)),
  readDataset: os.readDataset.handler(({ context, input }) => readDataset(context, input)),
  readOtherwise: os.readOtherwise.handler(({ context, input }) => readOtherwise(context, input)),
  takeRecords: os.takeRecords.handler(({ context, input }) => takeRecords(context, input)),
  confirmDataset: os.confirmDataset.handler(({ context, input }) => confirmDataset(context, input)),
  discardDataset: os.discardDataset.handler(({ context, input }) => discardDataset(context, input)),
  proposeMapping: os.proposeMapping.handler(({ context, input }) => proposeMapping(context, input)),
  start: os.start.handler(({ context, input }) => startComparison(context, input)),
  list: os.list.handler(({ context, input }) => listComparisons(context, input)),
  read: os.read.handler(({ context, input }) => readComparison(context, input)),
  cancel: os.cancel.handler(({ context, input }) => cancelComparison(context, input)),
  listDifferences: os.listDifferences.handler(({ context, input }) => listDifferences(context, input)),
  openRow: os.openRow.handler(({ context, input }) => openRow(context, input)),
  accept: os.accept.handler(({ context, input }) => acceptDifference(context, input)),
  previewAcceptAll: os.previewAcceptAll.handler(({ context, input }) => previewAcceptAll(context, input)),
  acceptAll: os.acceptAll.handler(({ context, input }) => acceptAll(context, input)),
  openIssue: os.openIssue.handler(({ context, input }) => openDifferenceIssue(context, input)),
  undo: os.undo.handler(({ context, input }) => undoSettlement(context, input)),
  listSettlements: os.listSettlements.handler(({ context, input }) => listSettlements(context, input)),
  takeIntoChecks: os.takeIntoChecks.handler(({ context, input }) => takeIntoChecks(context, input)),
  listLinks: os.listLinks.handler(({ context, input }) => listLinks(context, input)),
  decideLink: os.decideLink.handler(({ context, input }) => decideLink(context, input)),
});
