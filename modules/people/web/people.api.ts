import type { peopleContract } from '#modules/people/people.contract.ts';
import { connect } from '#kit/connect.ts';

export const people = connect<typeof peopleContract>('people');
