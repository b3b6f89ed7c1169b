import type { handoverContract } from '#modules/handover/handover.contract.ts';
import type { peopleContract } from '#modules/people/people.contract.ts';
import type { signingContract } from '#modules/signing/signing.contract.ts';
import type { vaultContract } from '#modules/vault/vault.contract.ts';
import { clientOf, connect } from '#kit/connect.ts';

export const signing = connect<typeof signingContract>('signing');
export const handovers = connect<typeof handoverContract>('handover');
export const vault = connect<typeof vaultContract>('vault');

/** Plain clients, for the procedures that work with the person's keys. */
export const apis = {
  people: clientOf<typeof peopleContract>('people'),
  signing: clientOf<typeof signingContract>('signing'),
};
