import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { documentContract } from './document.contract.ts';
import * as document from './document.ts';

const os = implement(documentContract).$context<Context>();

export const documentRouter = os.router({
  listDocuments: os.listDocuments.handler(({ context, input }) => document.listDocuments(context, input)),
  beginUpload: os.beginUpload.handler(({ context, input }) => document.beginUpload(context, input)),
  listUploads: os.listUploads.handler(({ context, input }) => document.listUploads(context, input)),
  finishUpload: os.finishUpload.handler(({ context, input }) => document.finishUpload(context, input)),
  cancelUpload: os.cancelUpload.handler(({ context, input }) => document.cancelUpload(context, input)),
  searchDocuments: os.searchDocuments.handler(({ context, input }) => document.searchDocuments(context, input)),
  listReadings: os.listReadings.handler(({ context, input }) => document.listReadings(context, input)),
  openPreview: os.openPreview.handler(({ context, input }) => document.openPreview(context, input)),
  listKinds: os.listKinds.handler(({ context }) => document.listKinds(context)),
  addKind: os.addKind.handler(({ context, input }) => document.addKind(context, input)),
  readKeeping: os.readKeeping.handler(({ context, input }) => document.readKeeping(context, input)),
  fileDocuments: os.fileDocuments.handler(({ context, input }) => document.fileDocuments(context, input)),
  listDirectory: os.listDirectory.handler(({ context, input }) => document.listDirectory(context, input)),
  countDirectory: os.countDirectory.handler(({ context }) => document.countDirectory(context)),
  readClasses: os.readClasses.handler(({ context, input }) => document.readClasses(context, input)),
  suggestFilings: os.suggestFilings.handler(({ context, input }) => document.suggestFilings(context, input)),
  placePaper: os.placePaper.handler(({ context, input }) => document.placePaper(context, input)),
  listSafeguards: os.listSafeguards.handler(({ context }) => document.listSafeguards(context)),
  placeSafeguard: os.placeSafeguard.handler(({ context, input }) => document.placeSafeguard(context, input)),
  confirmSafeguard: os.confirmSafeguard.handler(({ context, input }) => document.confirmSafeguard(context, input)),
  askToLift: os.askToLift.handler(({ context, input }) => document.askToLift(context, input)),
  liftSafeguard: os.liftSafeguard.handler(({ context, input }) => document.liftSafeguard(context, input)),
  listOpenings: os.listOpenings.handler(({ context }) => document.listOpenings(context)),
  askOpening: os.askOpening.handler(({ context, input }) => document.askOpening(context, input)),
  approveOpening: os.approveOpening.handler(({ context, input }) => document.approveOpening(context, input)),
});
