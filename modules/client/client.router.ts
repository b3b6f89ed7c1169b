import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { clientContract } from './client.contract.ts';
import * as client from './client.ts';

const os = implement(clientContract).$context<Context>();

export const clientRouter = os.router({
  listClients: os.listClients.handler(({ context, input }) => client.listClients(context, input)),
  readClient: os.readClient.handler(({ context, input }) => client.readClient(context, input)),
  addClient: os.addClient.handler(({ context, input }) => client.addClient(context, input)),
  changeState: os.changeState.handler(({ context, input }) => client.changeState(context, input)),
  addRecord: os.addRecord.handler(({ context, input }) => client.addRecord(context, input)),
  changeRecord: os.changeRecord.handler(({ context, input }) => client.changeRecord(context, input)),
  endRecord: os.endRecord.handler(({ context, input }) => client.endRecord(context, input)),
  revealField: os.revealField.handler(({ context, input }) => client.revealField(context, input)),
  listVersions: os.listVersions.handler(({ context, input }) => client.listVersions(context, input)),
  readImport: os.readImport.handler(({ context, input }) => client.readImport(context, input)),
  arrangeImport: os.arrangeImport.handler(({ context, input }) => client.arrangeImport(context, input)),
  previewImport: os.previewImport.handler(({ context, input }) => client.previewImport(context, input)),
  confirmImport: os.confirmImport.handler(({ context, input }) => client.confirmImport(context, input)),
  importProgress: os.importProgress.handler(({ context, input }) => client.importProgress(context, input)),
  takeBackImport: os.takeBackImport.handler(({ context, input }) => client.takeBackImport(context, input)),
  discardImport: os.discardImport.handler(({ context, input }) => client.discardImport(context, input)),
  listImports: os.listImports.handler(({ context }) => client.listImports(context)),
});
