import type { documentContract } from '#modules/document/document.contract.ts';
import type { peopleContract } from '#modules/people/people.contract.ts';
import { connect } from '#kit/connect.ts';

export const documents = connect<typeof documentContract>('document');
export const people = connect<typeof peopleContract>('people');
