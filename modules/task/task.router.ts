import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { taskContract } from './task.contract.ts';
import * as task from './task.ts';

const os = implement(taskContract).$context<Context>();

export const taskRouter = os.router({
  listMine: os.listMine.handler(({ context, input }) => task.listMine(context, input)),
  listOf: os.listOf.handler(({ context, input }) => task.listOf(context, input)),
});
