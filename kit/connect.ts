import { createORPCClient, ORPCError, onError } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { AnyContractRouter, ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import i18next from 'i18next';
import { learnWordsOf } from './explain.ts';
import { leaveForSignIn } from './sign-in-return.ts';

const link = new RPCLink({
  url: () => new URL('/rpc', location.origin),
  headers: () => ({ 'accept-language': i18next.language }),
  interceptors: [
    onError(async (error) => {
      if (error instanceof ORPCError && error.status === 401) leaveForSignIn();
      await learnWordsOf(error);
    }),
  ],
});

/**
 * The browser's way to one module of the server, typed by its contract alone:
 *
 * ```ts
 * export const clients = connect<typeof clientContract>('client');
 * useQuery(clients.get.queryOptions({ input: { client } }));
 * useMutation(clients.rename.mutationOptions());
 * await clients.get.call({ client });
 * ```
 *
 * `name` is the module's key in the server's contract. A session that has ended leads to the sign-in page and back here.
 */
export function connect<Contract extends AnyContractRouter>(name: string) {
  return createTanstackQueryUtils(clientOf<Contract>(name), { path: [name] });
}

/** The plain client of one module, as the procedures of `x.client.ts` take it. */
export function clientOf<Contract extends AnyContractRouter>(name: string): ContractRouterClient<Contract> {
  return createORPCClient<ContractRouterClient<Contract>>(link, { path: [name] });
}
