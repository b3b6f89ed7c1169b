import type { disposalContract } from '#modules/disposal/disposal.contract.ts';
import type { peopleContract } from '#modules/people/people.contract.ts';
import { clientOf, connect } from '#kit/connect.ts';

export const disposals = connect<typeof disposalContract>('disposal');

/** Plain clients, for what works with the person's keys. */
export const apis = {
  disposal: clientOf<typeof disposalContract>('disposal'),
  people: clientOf<typeof peopleContract>('people'),
};
