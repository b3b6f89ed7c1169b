export { addDocument } from './add-document.ts';
export {
  type DocumentToTakeIn,
  dropContents,
  type HeldContent,
  holdContent,
  takeInDocuments,
} from './take-in-archived.ts';
export { archivedDocuments, type ArchivedDocument } from './archived-documents.ts';
export { destroyStoredFiles, orderRemoval, removeBlocks } from './destroy-files.ts';
export { orderReadings, readDocumentText, readFileText, recogniseFileText } from './content/read-texts.ts';
export { listReadings, searchDocuments } from './content/search-documents.ts';
export { contentOf, documentsByIds, findDocument } from './find-document.ts';
export { listDocuments, mayStillRead, type OpenDocument, openDocument } from './read-document.ts';
export { openPreview, viewContent } from './preview/open-preview.ts';
export { rehouseDocuments } from './rehouse-documents.ts';
export { countFaults, mendFile, tendFiles } from './tend-files.ts';
export { addPart, beginUpload, cancelUpload, finishUpload, listUploads, sweepArrived } from './uploads.ts';
export { dueDocuments } from './retention/due-documents.ts';
export { printCatalogue } from './print/catalogue.ts';
export { printLabels } from './print/labels.ts';
export { termWords } from './print/printed-words.ts';
export { volumeOf } from './archive-codes.ts';
export { readClasses } from './retention/classes.ts';
export { countDirectory, directoryRows, listDirectory, type WantedFiles } from './retention/directory.ts';
export { markDestroyed, sharedContents } from './retention/destroyed.ts';
export { fileDocuments, readKeeping } from './retention/file-documents.ts';
export { addKind, listKinds, selectKinds } from './retention/kinds.ts';
export { placePaper } from './retention/paper.ts';
export { suggestFilings } from './retention/suggest-filings.ts';
export { approveOpening, askOpening, listOpenings } from './retention/openings.ts';
export { askToLift, confirmSafeguard, liftSafeguard, listSafeguards, placeSafeguard } from './retention/safeguards.ts';
