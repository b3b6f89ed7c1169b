import { ORPCError } from '@orpc/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { explain } from './explain.ts';
import { notify } from './notice.ts';

declare module '@tanstack/react-query' {
  interface Register {
    /** `about`: what the answer depends on beside the module and the input, for `live.ts`: modules, ids of handovers. */
    queryMeta: { about?: string[] };
    /** `explained`: the place that asked shows the refusal itself. */
    mutationMeta: { explained?: boolean };
  }
}

/**
 * The page's memory of what the server said. Queries are asked again only when the server was not reached or at fault;
 * what is refused now is forgotten, also where it was seen before; a change that is refused says so at the foot of the
 * page, unless its form does.
 */
export function queryMemory(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The server may stand in the same room: whether the browser thinks that it is on line says nothing.
      queries: { staleTime: 15_000, retry: (count, error) => count < 2 && !isAnswer(error), networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isShut(error)) query.setState({ data: undefined });
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, _input, _context, mutation) => {
        if (!mutation.meta?.explained) notify({ text: explain(error).text, standing: 'differs' });
      },
    }),
  });
}

function isAnswer(error: unknown): boolean {
  return error instanceof ORPCError && error.status < 500;
}

/** Not, or no longer, for this person. */
function isShut(error: unknown): boolean {
  return error instanceof ORPCError && [401, 403, 404].includes(error.status);
}
