export { endGrant, grantAccess, listGrants } from './named-staff.ts';
export { endGrants, extendGrants, grant, type NewGrant, type WhichGrants } from './grants.ts';
export {
  activateKeyVersions,
  clientsWithSecrets,
  confirmKeyVersions,
  freeze,
  holders,
  keyConfirmation,
  keyPreparation,
  keysToWrap,
  pendingKeyVersions,
  type PendingKeyVersion,
  prepareKeyVersions,
  wrapKeys,
} from './key-versions.ts';
export { pinKeys } from './pins.ts';
export { approveRecovery, askRecovery, completeRecovery, listRecoveries, releaseRecovery } from './recovery.ts';
export { type SealedVault, sealedVaultOf } from './sealed-vault.ts';
export {
  approveRequest,
  askSecondPerson,
  lockRequest,
  type RequestId,
  type SecondPersonRequest,
  secondPersons,
  stateOfRequest,
  useRequest,
} from './second-person.ts';
export {
  changeSecret,
  endSecret,
  hasOpened,
  listSecrets,
  lockOf,
  markForChange,
  openSecret,
  proveOpened,
  sealSecret,
  selectSecrets,
  unopenedSecrets,
} from './secrets.ts';
export { dropIdleWrapTasks, openWrapTasks } from './wrap-tasks.ts';
