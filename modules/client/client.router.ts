import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { clientContract } from './client.contract.ts';
import * as client from './client.ts';

const os = implement(clientContract).$context<Context>();

export const clientRouter = os.router({
  addClient: os.addClient.handler(({ context, input }) => client.addClient(context, input)),
});
