import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { closingContract } from './closing.contract.ts';
import * as closing from './closing.ts';

const os = implement(closingContract).$context<Context>();

export const closingRouter = os.router({
  readSignOff: os.readSignOff.handler(({ context, input }) => closing.readSignOff(context, input)),
  makeInventory: os.makeInventory.handler(({ context, input }) => closing.makeInventory(context, input)),
  readInventory: os.readInventory.handler(({ context, input }) => closing.readInventory(context, input)),
  sign: os.sign.handler(({ context, input }) => closing.sign(context, input)),
  acceptInk: os.acceptInk.handler(({ context, input }) => closing.acceptInk(context, input)),
  refuse: os.refuse.handler(({ context, input }) => closing.refuse(context, input)),
});
