export { addDocument } from './add-document.ts';
export { contentOf, documentsByIds, findDocument } from './find-document.ts';
export { listDocuments, mayStillRead, type OpenDocument, openDocument } from './read-document.ts';
export { countDirectory, directoryRows, listDirectory, type WantedFiles } from './retention/directory.ts';
export { fileDocuments, readKeeping } from './retention/file-documents.ts';
export { addKind, listKinds, selectKinds } from './retention/kinds.ts';
export { approveOpening, askOpening, listOpenings } from './retention/openings.ts';
export { askToLift, confirmSafeguard, liftSafeguard, listSafeguards, placeSafeguard } from './retention/safeguards.ts';
