import type { ContractRouterClient } from '@orpc/contract';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import type { HandoverApi } from '#modules/handover/handover.client.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import type { reconciliationContract } from './reconciliation.contract.ts';

export type ReconciliationApi = ContractRouterClient<typeof reconciliationContract>;

/** A client of the handover by its number; refuses with `sheet.not-found`. */
export async function clientByNumber(
  api: HandoverApi,
  of: Pick<HandoverView, 'id'>,
  number: string,
): Promise<ClientId> {
  const found = (await api.listBatchClients({ handover: of.id })).find((one) => one.number === number.toUpperCase());
  if (!found) throw notFound('sheet', { number });
  return found.client;
}
