import type { archiveContract } from '#modules/archive/archive.contract.ts';
import { connect } from '#kit/connect.ts';

export const archive = connect<typeof archiveContract>('archive');
