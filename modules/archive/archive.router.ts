import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { archiveContract } from './archive.contract.ts';
import * as archive from './archive.ts';

const os = implement(archiveContract).$context<Context>();

export const archiveRouter = os.router({
  listImports: os.listImports.handler(({ context }) => archive.listImports(context)),
  beginImport: os.beginImport.handler(({ context, input }) => archive.beginImport(context, input)),
  confirmTaking: os.confirmTaking.handler(({ context, input }) => archive.confirmTaking(context, input)),
  discardImport: os.discardImport.handler(({ context, input }) => archive.discardImport(context, input)),
  listExports: os.listExports.handler(({ context }) => archive.listExports(context)),
  askExport: os.askExport.handler(({ context, input }) => archive.askExport(context, input)),
  releaseExport: os.releaseExport.handler(({ context, input }) => archive.releaseExport(context, input)),
  beginExport: os.beginExport.handler(({ context, input }) => archive.beginExport(context, input)),
  cancelExport: os.cancelExport.handler(({ context, input }) => archive.cancelExport(context, input)),
  listPackages: os.listPackages.handler(({ context }) => archive.listPackages(context)),
  readPackage: os.readPackage.handler(({ context, input }) => archive.readPackage(context, input)),
  readBackups: os.readBackups.handler(({ context }) => archive.readBackups(context)),
  prepareTransport: os.prepareTransport.handler(({ context, input, signal }) =>
    archive.prepareTransport(context, input, signal),
  ),
  verifyStored: os.verifyStored.handler(({ context, input }) => archive.verifyStored(context, input)),
});
