import * as handover from '#modules/handover/handover.ts';
import { type Context, read } from '#platform/context/context.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { cardsOf } from './cards.ts';
import { filingDays } from './filing-day.ts';
import type { Home } from './overview.contract.ts';
import { canSeeHome } from './overview.policy.ts';
import { reader } from './reader.ts';
import { countTodos, namedTodos, todoLines } from './todos.ts';
import { warningsFor } from './warnings.ts';

/** What waits for me, the handovers I stand in, and what warns; every figure is counted now. */
export async function home(context: Context): Promise<Home> {
  const { person, actor, counting } = await reader(context, canSeeHome);
  const mine = (await handover.listHandovers(context, { mine: true })).filter(
    ({ state }) => state === 'planned' || state === 'running',
  );
  const { lines, ...counted } = await read(counting, async (inside) => ({
    filing: filingDays(localDateOf(inside.now)),
    lines: await todoLines(inside, person, {}),
    ...(await countTodos(inside, person)),
    handovers: await cardsOf(inside, mine),
    warnings: await warningsFor(inside, actor, mine),
  }));
  return { ...counted, todos: await namedTodos(context, lines) };
}
