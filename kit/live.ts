import type { Query, QueryClient } from '@tanstack/react-query';

/** What the server tells of each change: the journal's verb and the handovers it touched, never what changed. */
type Changed = { verb: string; handovers: string[] };

/** Verbs of looking, which change nothing that a page shows; asking again because of them would never end. An issue that is opened is new. */
const looking = /^access\.|(?<!^issue)\.(opened|read|revealed|listed|searched|exported|downloaded|verified)$/;

/** Lists that any change may lengthen or shorten. */
const touchedByAll = ['task', 'overview'];

/** Words are gathered this long before the page asks anew. */
const gatherFor = 400;

/**
 * Listens to the server for as long as the page is open. A change makes everything remembered stale; what is in sight is
 * asked again at once when it belongs to the module of the verb, to the to-do list, or to a handover that was touched. What was
 * missed while the line was down, which is also how an ended access is told, is asked again too.
 */
export function listen(memory: QueryClient, wait = 1_000): () => void {
  const source = new EventSource('/events');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gathered: Changed[] = [];
  let lost = false;
  let stop = () => {
    source.close();
    clearTimeout(timer);
  };

  source.addEventListener('open', () => {
    if (lost) void memory.invalidateQueries();
    lost = false;
  });
  source.addEventListener('changed', (event) => {
    const changed = JSON.parse(event.data) as Changed;
    if (looking.test(changed.verb)) return;
    if (gathered.length === 0) timer = setTimeout(ask, gatherFor);
    gathered.push(changed);
  });
  source.addEventListener('error', () => {
    lost = true;
    if (source.readyState !== EventSource.CLOSED) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      stop = listen(memory, Math.min(wait * 2, 30_000));
      void memory.invalidateQueries();
    }, wait);
  });

  function ask() {
    const all = gathered;
    gathered = [];
    void memory.invalidateQueries({ refetchType: 'none' });
    void memory.refetchQueries({
      type: 'active',
      predicate: (query) => all.some((changed) => concerns(changed, query)),
    });
  }
  return () => stop();
}

/**
 * True when a change may have altered what the query said; oRPC's keys begin with the path: `[['handover', 'get'], …]`. What a
 * query looks at beyond its own module and input, it names in `meta.about`: other modules, or the handover.
 */
export function concerns(
  { verb, handovers }: Changed,
  { queryKey, meta }: Pick<Query, 'queryKey'> & Partial<Pick<Query, 'meta'>>,
): boolean {
  if (looking.test(verb)) return false;
  const [path] = queryKey;
  const module = Array.isArray(path) ? (path[0] as string) : undefined;
  if (!module) return false;
  const about = meta?.about ?? [];
  const [changed] = verb.split('.') as [string];
  if (module === changed || about.includes(changed) || touchedByAll.includes(module)) return true;
  const asked = JSON.stringify([queryKey, about]);
  return handovers.some((handover) => asked.includes(handover));
}
