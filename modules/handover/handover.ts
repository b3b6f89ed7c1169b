export type { Gate, GateResult, Missing } from './gate.ts';
export { gateResult } from './gate.ts';
export type { Batch, Handover, Item, Parties, Party } from './lookup.ts';
export { batchesOf, clientsOf, findBatch, findHandover, findItem, itemsOf, partiesOf } from './lookup.ts';
export { bumpRevision } from './revision.ts';
