import type { handoverContract } from '#modules/handover/handover.contract.ts';
import type { peopleContract } from '#modules/people/people.contract.ts';
import type { playbookContract } from '#modules/playbook/playbook.contract.ts';
import { connect } from '#kit/connect.ts';

export const handovers = connect<typeof handoverContract>('handover');
export const playbooks = connect<typeof playbookContract>('playbook');
export const people = connect<typeof peopleContract>('people');
