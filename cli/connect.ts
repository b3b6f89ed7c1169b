import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#server/contract.ts';

/** Where the server is and as whom one asks. */
export interface Address {
  /** Origin, such as https://baton.example.com. */
  url: string;
  /** An API key, or a session token. */
  key: string;
}

/** The whole API, typed by the contract. */
export type Api = ContractRouterClient<Contract>;

/** The API of a running server; every call is made as the holder of the key. */
export function connect({ url, key }: Address): Api {
  const headers = { authorization: `Bearer ${key}` };
  return createORPCClient<Api>(new RPCLink({ url: new URL('/rpc', url), headers }));
}
