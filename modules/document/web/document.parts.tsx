export { DocumentList } from './DocumentList.tsx';
export { type Evidence, EvidenceField } from './EvidenceField.tsx';
export { FileSender } from './FileSender.tsx';
