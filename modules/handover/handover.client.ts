import type { ContractRouterClient } from '@orpc/contract';
import type { Id } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import type { HandoverView, handoverContract } from './handover.contract.ts';

export type HandoverApi = ContractRouterClient<typeof handoverContract>;

/** The handover by its short number (H-2026-0001); refuses with `handover.not-found`. */
export async function handoverByNumber(api: HandoverApi, number: string): Promise<HandoverView> {
  const found = (await api.list({})).find((one) => one.number === number.toUpperCase());
  if (!found) throw notFound('handover', { number });
  return api.read({ handover: found.id });
}

/** The batch by handover and place (H-2026-0001/2; the first one without /2); refuses with `batch.not-found`. */
export async function batchByNumber(
  api: HandoverApi,
  number: string,
): Promise<{ handover: HandoverView; batch: Id<'batch'> }> {
  const [of, place = '1'] = number.split('/');
  const handover = await handoverByNumber(api, of!);
  const batch = handover.batches.find((one) => String(one.number) === place);
  if (!batch) throw notFound('batch', { number });
  return { handover, batch: batch.id };
}
