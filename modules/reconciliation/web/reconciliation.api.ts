import type { handoverContract } from '#modules/handover/handover.contract.ts';
import type { reconciliationContract } from '#modules/reconciliation/reconciliation.contract.ts';
import type { vaultContract } from '#modules/vault/vault.contract.ts';
import { clientOf, connect } from '#kit/connect.ts';

export const reconciliation = connect<typeof reconciliationContract>('reconciliation');
export const handovers = connect<typeof handoverContract>('handover');

/** The plain client of the vault, for opening a secret as its proof. */
export const vaultApi = clientOf<typeof vaultContract>('vault');
