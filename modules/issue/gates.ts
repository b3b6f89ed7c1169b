import * as handover from '#modules/handover/handover.ts';
import { isUnsettled } from './issue.policy.ts';
import { issuesOf } from './lookup.ts';

/**
 * Every difference is corrected, noted or withdrawn (规范 Art. 29), and every line that did not arrive as it should has an
 * issue that was noted.
 */
const differencesSettled: handover.Gate = {
  id: 'differences-settled',
  async check(inside, batch) {
    const issues = await issuesOf(inside, { batch });
    const items = await handover.itemsOf(inside, { batch, states: ['missing', 'unreadable', 'different'] });
    const raised = new Set(issues.flatMap(({ itemId, state }) => (state === 'withdrawn' ? [] : [itemId])));
    const short = items.filter(({ id }) => !raised.has(id));
    const open = issues.filter(({ state }) => isUnsettled(state));
    return handover.gateResult(issues.length + short.length, [
      ...open.map(({ id, number, state, clientId, itemId, dueOn }) => ({
        code: 'issue-unsettled',
        facts: { issue: id, number, state, dueOn },
        client: clientId,
        item: itemId,
      })),
      ...short.map(({ id, clientId, state }) => ({
        code: 'shortage-without-issue',
        facts: { state },
        client: clientId,
        item: id,
      })),
    ]);
  },
};

/** Each note has cause, person and deadline, and the supervisor's consent (规范 Art. 31). */
const notesApproved: handover.Gate = {
  id: 'notes-approved',
  async check(inside, batch) {
    const noted = (await issuesOf(inside, { batch })).filter(
      ({ state }) => state === 'noted' || state === 'note-proposed',
    );
    const missing = noted.filter(
      ({ note, cause }) => !note?.approvedBy || !cause || note.approvedBy === note.proposedBy,
    );
    return handover.gateResult(
      noted.length,
      missing.map(({ id, number, clientId, itemId }) => ({
        code: 'note-unapproved',
        facts: { issue: id, number },
        client: clientId,
        item: itemId,
      })),
    );
  },
};

/** The checks that this module registers, by the names that playbooks call them. */
export const gates: Record<string, handover.Gate> = Object.fromEntries(
  [differencesSettled, notesApproved].map((gate) => [gate.id, gate]),
);
