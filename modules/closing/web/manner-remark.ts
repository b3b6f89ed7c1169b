import type { TFunction } from 'i18next';
import type { HandoverManner, Side } from '#modules/handover/handover.contract.ts';

/** How a handover is made where the transferor does not sign, and with whom. */
interface Made {
  manner: HandoverManner;
  reason: string | null;
  parties: readonly { side: Side; name: string; basis: string | null }[];
}

/** Why another signs, as the law asks it to stand on the 清册; null where the transferor signs. */
export function mannerRemark({ manner, reason, parties }: Made, t: TFunction): string | null {
  if (manner === 'regular') return null;
  const names = Object.fromEntries(parties.map(({ side, name }) => [side, name]));
  const approvedBy = parties.find(({ side }) => side === 'proxy')?.basis;
  return t(`closing.remark.${manner}`, { ...names, reason, approvedBy });
}
