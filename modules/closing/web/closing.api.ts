import type { closingContract } from '#modules/closing/closing.contract.ts';
import type { handoverContract } from '#modules/handover/handover.contract.ts';
import type { peopleContract } from '#modules/people/people.contract.ts';
import type { vaultContract } from '#modules/vault/vault.contract.ts';
import { clientOf, connect } from '#kit/connect.ts';

export const closing = connect<typeof closingContract>('closing');
export const handovers = connect<typeof handoverContract>('handover');

/** Plain clients, for the procedures that work with the person's keys. */
export const apis = {
  closing: clientOf<typeof closingContract>('closing'),
  people: clientOf<typeof peopleContract>('people'),
  vault: clientOf<typeof vaultContract>('vault'),
};
