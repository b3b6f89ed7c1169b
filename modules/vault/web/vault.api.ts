import type { clientContract } from '#modules/client/client.contract.ts';
import type { peopleContract } from '#modules/people/people.contract.ts';
import type { vaultContract } from '#modules/vault/vault.contract.ts';
import { clientOf, connect } from '#kit/connect.ts';

export const vault = connect<typeof vaultContract>('vault');
export const people = connect<typeof peopleContract>('people');
export const clients = connect<typeof clientContract>('client');

/** Plain clients, for the procedures that work with the person's keys. */
export const apis = {
  clients: clientOf<typeof clientContract>('client'),
  people: clientOf<typeof peopleContract>('people'),
  vault: clientOf<typeof vaultContract>('vault'),
};
