export { answerHandover, changeManner, replaceParty } from './answer.ts';
export type { Gate, GateResult, Missing } from './gate.ts';
export { gateResult } from './gate.ts';
export { gates } from './gates.ts';
export { type Made, followCorrection, makeInventories, makeInventory, takeUpSecrets } from './inventory.ts';
export { addItem, dropItem, listItems, refreshItem } from './items.ts';
export type { Batch, Handover, Item, Parties, Party } from './lookup.ts';
export {
  batchesOf,
  clientsOf,
  findBatch,
  findHandover,
  findItem,
  itemsOf,
  partiesOf,
  partiesOfAll,
  standing,
} from './lookup.ts';
export { markItems, type Outcome } from './mark-items.ts';
export { previewPlan, replan, stagesOf } from './plan.ts';
export { markItem, proveItem, undoProof } from './prove.ts';
export { listBatchClients, listCandidates, listClientsOf, listDeadlines, listHandovers, readHandover } from './read.ts';
export { bumpRevision } from './revision.ts';
export { retentionUntil, yearsKept } from './rules/retention.ts';
export { startHandover } from './start.ts';
export {
  beginChecking,
  cancelHandover,
  closeWhenSealed,
  moveBatch,
  setInventoryVersion,
  withdrawBatch,
} from './states.ts';
