import { type Context, read } from '#platform/context/context.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { beginningsOf } from '../content/beginnings.ts';
import { documentsByIds } from '../find-document.ts';
import { suggestFiling } from '../suggest-filing.ts';
import { selectKinds } from './kinds.ts';
import type { FilingSuggestion, SuggestFilings } from './retention.contract.ts';

/**
 * What kind of archive of which year files may be, by name, folder and the head of what is written in them, each with what says so;
 * nothing is filed. Of files that the actor does not see nothing is said, and a restricted one is not looked into.
 */
export function suggestFilings(context: Context, input: SuggestFilings): Promise<FilingSuggestion[]> {
  return read(context, async (inside) => {
    const found = await documentsByIds(inside, [...new Set(input.documents)]);
    const own = (await selectKinds(inside)).filter((kind) => kind.own);
    const present = Number(localDateOf(inside.now).slice(0, 4));
    const byName = new Map(found.map((one) => [one.id, suggestFiling(one, present, own)]));
    const texts = await beginningsOf(
      inside,
      found.filter(({ id }) => !byName.get(id)!.kind || !byName.get(id)!.year).map(({ id }) => id),
    );
    return found.map((one) => {
      const content = texts.get(one.id);
      const said = content === undefined ? byName.get(one.id)! : suggestFiling({ ...one, content }, present, own);
      return { document: one.id, ...said };
    });
  });
}
