import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import { isUnsettled } from '#modules/issue/issue.policy.ts';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { correctionsOf } from './corrections.ts';
import { crossChecksAgree } from './cross-check/gate.ts';
import { samplesAccepted } from './sampling/gate.ts';
import { type LineStanding, standingOf, wholeAsSigned } from './whole-batch.ts';

/** Each line has a verdict that still holds for each of its fields, or the proof of its method (规范 Art. 29). */
const itemsHaveVerdicts: handover.Gate = {
  id: 'items-have-verdicts',
  async check(inside, batch) {
    const standings = await standingsOf(inside, batch);
    return handover.gateResult(
      standings.length,
      standings.flatMap((one) => (one.done ? [] : missingOf(one))),
    );
  },
};

/** No correction waits for its second person, and each that was confirmed was confirmed by another than proposed it. */
const correctionsConfirmed: handover.Gate = {
  id: 'corrections-confirmed',
  async check(inside, batch) {
    const corrections = (await correctionsOf(inside, { batch })).filter(({ state }) => state !== 'returned');
    const waiting = corrections.filter(({ proposedBy, decidedBy }) => decidedBy === null || decidedBy === proposedBy);
    return handover.gateResult(
      corrections.length,
      waiting.map(({ id, clientId, itemId, field }) => ({
        code: 'correction-unconfirmed',
        facts: { correction: id, field },
        client: clientId,
        item: itemId,
      })),
    );
  },
};

/** The checks that this module registers, by the names that playbooks call them. */
export const gates: Record<string, handover.Gate> = Object.fromEntries(
  [itemsHaveVerdicts, correctionsConfirmed, crossChecksAgree, samplesAccepted].map((gate) => [gate.id, gate]),
);

/** 核对结果 of a line: 一致, 更正后一致, 附说明, 有差异, 未核. */
export type Result = 'agreed' | 'corrected' | 'noted' | 'different' | 'unchecked';

/** What checking came to for each line of a batch that stands on the 清册; a kind that is empty agrees with being empty. */
export async function resultsOf(
  inside: Inside,
  batch: Id<'batch'>,
): Promise<{ item: handover.Item; result: Result }[]> {
  const whole = await wholeAsSigned(inside, batch);
  const issues = Map.groupBy(await issue.issuesOf(inside, { batch }), ({ itemId }) => itemId);
  return whole.items.map((item) => ({ item, result: resultOf(standingOf(whole, item), issues.get(item.id) ?? []) }));
}

function resultOf({ item, done, different }: LineStanding, issues: issue.Issue[]): Result {
  if (item.state === 'none') return 'agreed';
  if (item.state === 'dropped') return 'unchecked';
  if (issues.some(({ state }) => isUnsettled(state))) return 'different';
  if (issues.some(({ state }) => state === 'noted')) return 'noted';
  if (different > 0 || ['missing', 'unreadable', 'different'].includes(item.state)) return 'different';
  if (!done) return 'unchecked';
  return issues.some(({ state }) => state === 'corrected') ? 'corrected' : 'agreed';
}

async function standingsOf(inside: Inside, batch: Id<'batch'>): Promise<LineStanding[]> {
  const whole = await wholeAsSigned(inside, batch);
  return whole.items.flatMap((item) =>
    item.state === 'dropped' || item.state === 'none' ? [] : standingOf(whole, item),
  );
}

function missingOf({ item, movedOn, byFields, unchecked, stale }: LineStanding): handover.Missing {
  const about = { client: item.clientId, item: item.id };
  if (movedOn) return { code: 'line-moved-on', facts: { title: item.title }, ...about };
  if (!byFields) return { code: 'line-unproved', facts: { title: item.title, method: item.method }, ...about };
  return { code: 'fields-unchecked', facts: { title: item.title, unchecked, stale }, ...about };
}
