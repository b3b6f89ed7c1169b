import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { overviewContract } from './overview.contract.ts';
import * as overview from './overview.ts';

const os = implement(overviewContract).$context<Context>();

export const overviewRouter = os.router({
  home: os.home.handler(({ context }) => overview.home(context)),
  listTodos: os.listTodos.handler(({ context, input }) => overview.listTodos(context, input)),
  cockpit: os.cockpit.handler(({ context }) => overview.cockpit(context)),
  nameClients: os.nameClients.handler(({ context, input }) => overview.nameClients(context, input)),
});
