import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { vaultContract } from './vault.contract.ts';
import * as vault from './vault.ts';

const os = implement(vaultContract).$context<Context>();

export const vaultRouter = os.router({
  lockOf: os.lockOf.handler(({ context, input }) => vault.lockOf(context, input)),
  listSecrets: os.listSecrets.handler(({ context, input }) => vault.listSecrets(context, input)),
  sealSecret: os.sealSecret.handler(({ context, input }) => vault.sealSecret(context, input)),
  openSecret: os.openSecret.handler(({ context, input }) => vault.openSecret(context, input)),
  proveOpened: os.proveOpened.handler(({ context, input }) => vault.proveOpened(context, input)),
  changeSecret: os.changeSecret.handler(({ context, input }) => vault.changeSecret(context, input)),
  endSecret: os.endSecret.handler(({ context, input }) => vault.endSecret(context, input)),
  holders: os.holders.handler(({ context, input }) => vault.holders(context, input)),
  pinKeys: os.pinKeys.handler(({ context, input }) => vault.pinKeys(context, input)),
  keysToWrap: os.keysToWrap.handler(({ context }) => vault.keysToWrap(context)),
  wrapKeys: os.wrapKeys.handler(({ context, input }) => vault.wrapKeys(context, input)),
  keyPreparation: os.keyPreparation.handler(({ context, input }) => vault.keyPreparation(context, input)),
  prepareKeyVersions: os.prepareKeyVersions.handler(({ context, input }) => vault.prepareKeyVersions(context, input)),
  keyConfirmation: os.keyConfirmation.handler(({ context, input }) => vault.keyConfirmation(context, input)),
  confirmKeyVersions: os.confirmKeyVersions.handler(({ context, input }) => vault.confirmKeyVersions(context, input)),
  grantAccess: os.grantAccess.handler(({ context, input }) => vault.grantAccess(context, input)),
  endGrant: os.endGrant.handler(({ context, input }) => vault.endGrant(context, input)),
  listGrants: os.listGrants.handler(({ context, input }) => vault.listGrants(context, input)),
  askRecovery: os.askRecovery.handler(({ context, input }) => vault.askRecovery(context, input)),
  listRecoveries: os.listRecoveries.handler(({ context }) => vault.listRecoveries(context)),
  approveRecovery: os.approveRecovery.handler(({ context, input }) => vault.approveRecovery(context, input)),
  releaseRecovery: os.releaseRecovery.handler(({ context, input }) => vault.releaseRecovery(context, input)),
  completeRecovery: os.completeRecovery.handler(({ context, input }) => vault.completeRecovery(context, input)),
});
