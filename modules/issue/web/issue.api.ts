import type { issueContract } from '#modules/issue/issue.contract.ts';
import { connect } from '#kit/connect.ts';

export const issues = connect<typeof issueContract>('issue');
