import type { HandoverView } from '#modules/handover/handover.contract.ts';
import type { Stage } from '#kit/Stages.tsx';
import type { SignOff } from '../closing.contract.ts';

type Batch = HandoverView['batches'][number];

/** The stages of a handover as one batch of it has gone through them; the whole may be further or behind. */
export function batchStages(
  { stages, batches }: HandoverView,
  { batch: id, state }: Pick<SignOff, 'batch' | 'state'>,
  language: 'zh' | 'en',
): Stage[] {
  const batch = batches.find((one) => one.id === id);
  const shares = stages.map((stage) =>
    stage.stage === 'plan' || !batch ? shareOf(stage) : shareOfBatch(stage.stage, { ...batch, state }),
  );
  const now = shares.findIndex((share) => share < 1);
  return stages.map(({ stage, name }, at) => ({
    key: stage,
    title: name[language],
    state: shares[at]! >= 1 ? 'done' : at === now ? 'now' : 'ahead',
    share: shares[at]!,
  }));
}

function shareOfBatch(stage: string, { state, inventoryMadeAt, items, signedAt, sealedAt }: Batch): number {
  switch (stage) {
    case 'pledge':
      return Number(state !== 'preparing');
    case 'list':
      return Number(inventoryMadeAt !== null);
    case 'check':
      return state === 'preparing' || state === 'checking' ? checked(items) : 1;
    case 'sign':
      return Number(signedAt !== null);
    default:
      return Number(sealedAt !== null);
  }
}

function checked({ open = 0, received = 0, missing = 0, unreadable = 0, different = 0 }: Batch['items']): number {
  return shareOf({
    done: received + missing + unreadable + different,
    total: received + missing + unreadable + different + open,
  });
}

function shareOf({ done, total }: { done: number; total: number }): number {
  return total > 0 ? done / total : 0;
}
