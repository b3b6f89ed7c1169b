import * as handover from '#modules/handover/handover.ts';
import { isSampled, submittedLines, type SubmittedLine } from './lots.ts';

type Standing = 'covered' | 'not-submitted' | 'waiting' | 'drawn' | 'refused' | 'nonconforming';

/**
 * Every line stands in an accepted lot, as it stands on the inventory now, and each that did not conform was put right and
 * inspected again. Sealed secrets are not sampled: their openings prove each.
 */
export const samplesAccepted: handover.Gate = {
  id: 'samples-accepted',
  async check(inside, batch) {
    const items = (await handover.itemsOf(inside, { batch })).filter(isSampled);
    const submitted = await submittedLines(inside, batch);
    const standings = items.map((item) => ({ item, standing: standingOf(item, submitted.get(item.id)) }));
    const missing = standings.flatMap(({ item, standing }): handover.Missing[] =>
      standing === 'covered'
        ? []
        : [{ code: `line-${standing}`, facts: { title: item.title }, client: item.clientId, item: item.id }],
    );
    return handover.gateResult(standings.length, missing);
  },
};

function standingOf(item: handover.Item, last: SubmittedLine | undefined): Standing {
  if (!last) return 'not-submitted';
  if (last.lotState !== 'accepted') return last.lotState;
  if (last.conforms === false) return 'nonconforming';
  return last.recordVersion === item.recordVersion ? 'covered' : 'not-submitted';
}
