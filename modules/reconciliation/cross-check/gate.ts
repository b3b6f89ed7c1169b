import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { wholeAsSigned } from '../whole-batch.ts';
import { agreementsOf } from './agreement.ts';

/**
 * Of each field that the playbook names, as many sources as it asks for say the same and none contradicts them, or the
 * contradiction is noted (附说明).
 */
export const crossChecksAgree: handover.Gate = {
  id: 'cross-checks-agree',
  async check(inside, batch) {
    const { handoverId } = await handover.findBatch(inside, batch);
    const { playbookVersionId } = await handover.findHandover(inside, handoverId);
    const content = await playbook.contentOf(inside, playbookVersionId);
    const agreements = await agreementsOf(inside, await wholeAsSigned(inside, batch), content);
    const noted = new Set(
      (await issue.issuesOf(inside, { batch })).flatMap(({ state, itemId, field }) =>
        state === 'noted' ? [`${itemId} ${field}`, `${itemId} null`] : [],
      ),
    );
    const missing = agreements.filter(
      ({ item, field, verdict }) =>
        verdict.kind !== 'agreed' && !noted.has(`${item.id} ${field}`) && !noted.has(`${item.id} null`),
    );
    return handover.gateResult(
      agreements.length,
      missing.map(({ item, record, field, verdict }) => ({
        code: `cross-check-${verdict.kind}`,
        facts: {
          title: item.title,
          record: record.kind,
          field,
          ...('least' in verdict ? { have: verdict.have, least: verdict.least } : {}),
        },
        client: item.clientId,
        item: item.id,
      })),
    );
  },
};
