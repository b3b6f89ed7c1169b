import type { clientContract } from '#modules/client/client.contract.ts';
import type { handoverContract } from '#modules/handover/handover.contract.ts';
import type { journalContract } from '#modules/journal/journal.contract.ts';
import type { overviewContract } from '#modules/overview/overview.contract.ts';
import type { peopleContract } from '#modules/people/people.contract.ts';
import { connect } from '#kit/connect.ts';

export const overview = connect<typeof overviewContract>('overview');
export const journal = connect<typeof journalContract>('journal');
export const people = connect<typeof peopleContract>('people');
export const clients = connect<typeof clientContract>('client');
export const handovers = connect<typeof handoverContract>('handover');
