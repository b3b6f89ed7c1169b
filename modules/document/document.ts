export { addDocument } from './add-document.ts';
export { contentOf, documentsByIds, findDocument } from './find-document.ts';
export { listDocuments, mayStillRead, type OpenDocument, openDocument } from './read-document.ts';
