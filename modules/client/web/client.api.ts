import type { clientContract } from '#modules/client/client.contract.ts';
import type { journalContract } from '#modules/journal/journal.contract.ts';
import type { peopleContract } from '#modules/people/people.contract.ts';
import { connect } from '#kit/connect.ts';

export const clients = connect<typeof clientContract>('client');
export const people = connect<typeof peopleContract>('people');
export const journal = connect<typeof journalContract>('journal');
