import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { reconciliationContract } from './reconciliation.contract.ts';
import * as reconciliation from './reconciliation.ts';

export { comparisonRouter } from './comparison/comparison-router.ts';

const os = implement(reconciliationContract).$context<Context>();

export const reconciliationRouter = os.router({
  readSheet: os.readSheet.handler(({ context, input }) => reconciliation.readSheet(context, input)),
  readCourse: os.readCourse.handler(({ context, input }) => reconciliation.readCourse(context, input)),
  recordCheck: os.recordCheck.handler(({ context, input }) => reconciliation.recordCheck(context, input)),
  agree: os.agree.handler(({ context, input }) => reconciliation.agree(context, input)),
  skipCheck: os.skipCheck.handler(({ context, input }) => reconciliation.skipCheck(context, input)),
  undoCheck: os.undoCheck.handler(({ context, input }) => reconciliation.undoCheck(context, input)),
  reportItem: os.reportItem.handler(({ context, input }) => reconciliation.reportItem(context, input)),
  proposeCorrection: os.proposeCorrection.handler(({ context, input }) =>
    reconciliation.proposeCorrection(context, input),
  ),
  confirmCorrection: os.confirmCorrection.handler(({ context, input }) =>
    reconciliation.confirmCorrection(context, input),
  ),
  returnCorrection: os.returnCorrection.handler(({ context, input }) =>
    reconciliation.returnCorrection(context, input),
  ),
  previewSource: os.previewSource.handler(({ context, input }) => reconciliation.previewSource(context, input)),
  checkAgainstSource: os.checkAgainstSource.handler(({ context, input }) =>
    reconciliation.checkAgainstSource(context, input),
  ),
  listChecks: os.listChecks.handler(({ context, input }) => reconciliation.listChecks(context, input)),
  readCrossChecks: os.readCrossChecks.handler(({ context, input }) => reconciliation.readCrossChecks(context, input)),
  recordTestimony: os.recordTestimony.handler(({ context, input }) => reconciliation.recordTestimony(context, input)),
  submitLots: os.submitLots.handler(({ context, input }) => reconciliation.submitLots(context, input)),
  listLots: os.listLots.handler(({ context, input }) => reconciliation.listLots(context, input)),
  drawSample: os.drawSample.handler(({ context, input }) => reconciliation.drawSample(context, input)),
  readSample: os.readSample.handler(({ context, input }) => reconciliation.readSample(context, input)),
  readSampleLine: os.readSampleLine.handler(({ context, input }) => reconciliation.readSampleLine(context, input)),
  inspectLine: os.inspectLine.handler(({ context, input }) => reconciliation.inspectLine(context, input)),
  readDraw: os.readDraw.handler(({ context, input }) => reconciliation.readDraw(context, input)),
  listInspections: os.listInspections.handler(({ context, input }) => reconciliation.listInspections(context, input)),
  switchInspection: os.switchInspection.handler(({ context, input }) =>
    reconciliation.switchInspection(context, input),
  ),
});
