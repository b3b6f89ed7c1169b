export { addClient } from './add-client.ts';
export { dataKeyOf, dataKeysOf } from './data-keys.ts';
export { capabilitiesOn, changeOwner, clientsByIds, findClient } from './directory.ts';
export { changeFields, type FieldChange, findRecord, recordsOf, recordVersion } from './records.ts';
export type { RecordId, StoredRecord } from './stored-record.ts';
