import { and, desc, eq } from 'drizzle-orm';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { type Id, newId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { canSwitchInspection } from '../reconciliation.policy.ts';
import { samplingSwitch } from '../sampling.table.ts';
import type { RuleInspection, SwitchInspection } from './sampling.contract.ts';
import { inspectionOf, maySwitch } from './severity.ts';
import { switchDecisions } from './words.ts';

/** How strictly what this handover's transferor hands over is inspected next, rule by rule of the playbook. */
export function listInspections(context: Context, input: { handover: Id<'handover'> }): Promise<RuleInspection[]> {
  return read(context, async (inside) => inspectionsOf(inside, await handover.findHandover(inside, input.handover)));
}

/**
 * Resumes sampling after its stop, with tightened inspection; begins reduced inspection; or ends it. Refused with
 * `reconciliation.only-manager-switches`, `reconciliation.no-such-rule` {rule} and `reconciliation.switch-unfit` {rule, severity}.
 */
export function switchInspection(context: Context, input: SwitchInspection): Promise<RuleInspection[]> {
  return transact(context, async (inside) => {
    const found = await handover.findHandover(inside, input.handover);
    const parties = await handover.partiesOf(inside, found.id);
    allow(canSwitchInspection(inside.actor, handover.standing(parties), found.id));
    const rules = (await playbook.contentOf(inside, found.playbookVersionId)).sampling ?? [];
    const { rule, decision, reason } = input;
    if (!rules.some(({ key }) => key === rule))
      throw new Refusal('reconciliation.no-such-rule', { handover: found.id, rule });
    const transferor = parties.outgoing.person;
    const now = await inspectionOf(inside, transferor, rule);
    if (!maySwitch(now, decision))
      throw new Refusal('reconciliation.switch-unfit', { rule, severity: now.severity }, 'conflict');
    const id = newId<'sampling-switch'>();
    await inside.db.insert(samplingSwitch).values({
      firmId: inside.firm,
      id,
      handoverId: found.id,
      transferorId: transferor,
      rule,
      decision,
      reason,
      decidedBy: personOf(inside.actor)!,
      decidedAt: inside.now,
    });
    await journal.record(inside, {
      verb: 'reconciliation.inspection-switched',
      handover: found.id,
      subject: id,
      facts: { rule, decision },
    });
    return inspectionsOf(inside, found);
  });
}

async function inspectionsOf(inside: Inside, found: handover.Handover): Promise<RuleInspection[]> {
  const rules = (await playbook.contentOf(inside, found.playbookVersionId)).sampling ?? [];
  const { outgoing } = await handover.partiesOf(inside, found.id);
  const said = await inside.db
    .select()
    .from(samplingSwitch)
    .where(and(eq(samplingSwitch.firmId, inside.firm), eq(samplingSwitch.transferorId, outgoing.person)))
    .orderBy(desc(samplingSwitch.decidedAt));
  const names = new Map((await people.selectPeople(inside)).map(({ id, name }) => [id, name]));
  const all: RuleInspection[] = [];
  for (const { key, name } of rules) {
    const now = await inspectionOf(inside, outgoing.person, key);
    const last = said.find(({ rule }) => rule === key);
    all.push({
      rule: key,
      name,
      severity: now.severity,
      score: now.severity === 'normal' ? now.score : null,
      may: switchDecisions.filter((decision) => maySwitch(now, decision)),
      last: last
        ? {
            decision: last.decision,
            reason: last.reason,
            by: { id: last.decidedBy, name: names.get(last.decidedBy) ?? '' },
            at: last.decidedAt,
          }
        : null,
    });
  }
  return all;
}
