import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import { agreementsAsSigned } from './agreement.ts';

/**
 * Of each field that the playbook names, as many sources as it asks for say the same and none contradicts them, or the
 * contradiction is noted (附说明).
 */
export const crossChecksAgree: handover.Gate = {
  id: 'cross-checks-agree',
  async check(inside, batch) {
    const agreements = await agreementsAsSigned(inside, batch);
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
