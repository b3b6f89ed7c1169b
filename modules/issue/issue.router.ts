import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { issueContract } from './issue.contract.ts';
import * as issue from './issue.ts';

const os = implement(issueContract).$context<Context>();

export const issueRouter = os.router({
  list: os.list.handler(({ context, input }) => issue.listIssues(context, input)),
  read: os.read.handler(({ context, input }) => issue.readIssue(context, input)),
  raise: os.raise.handler(({ context, input }) => issue.raiseIssue(context, input)),
  answer: os.answer.handler(({ context, input }) => issue.answerIssue(context, input)),
  proposeNote: os.proposeNote.handler(({ context, input }) => issue.proposeNote(context, input)),
  approveNote: os.approveNote.handler(({ context, input }) => issue.approveNote(context, input)),
  withdraw: os.withdraw.handler(({ context, input }) => issue.withdrawIssue(context, input)),
  returnNote: os.returnNote.handler(({ context, input }) => issue.returnNote(context, input)),
});
