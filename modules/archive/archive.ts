export { gates, readBackups, recordBackup, recordDrill, recordRestore } from './backups.ts';
export {
  askExport,
  beginExport,
  cancelExport,
  listExports,
  mayStillFetch,
  openExport,
  releaseExport,
  resumeExports,
} from './export/exports.ts';
export { addBytes, beginImport, confirmTaking, discardImport, listImports, resumeTakings } from './import/imports.ts';
export { inventoryJson, type KeptInventory, keepInventory, presentInventory, voidInventory } from './inventory.ts';
export { keepRecord, type RecordToKeep } from './keep-record.ts';
export { listPackages, mayStillOpen, openPackageFile, readPackage, verifyStored } from './packages.ts';
export { tryPrinting } from './try-printing.ts';
export { openTransport, type OpenTransport, prepareTransport } from './transport/send-package.ts';
export { orderPackage } from './seal-package.ts';
