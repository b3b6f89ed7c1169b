import { and, asc, desc, eq } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { filingCalendar } from '#platform/calendar/filing-calendar.ts';
import { workingCalendar } from '#platform/calendar/working-calendar.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { Id, PersonId } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { Plan, PreviewPlan, Warning } from './handover.contract.ts';
import { canReplan, canStartHandover } from './handover.policy.ts';
import { handoverPlanVersion, handoverStage } from './handover.table.ts';
import { caseFacts, findHandover, partiesOf, standing } from './lookup.ts';
import { type Absence, type PlanWarning, type PlannedStage, dateWarnings, planStages } from './rules/plan-stages.ts';

/** The dates that the stages would have, and what speaks against them; nothing is written. */
export function previewPlan(context: Context, input: PreviewPlan): Promise<Plan> {
  return read(context, async (inside) => {
    allow(canStartHandover(inside.actor));
    const { content } = await playbook.presentVersion(inside, input.playbookVersion);
    const { stages, warnings } = await planOf(inside, content, input);
    return {
      stages: stages.map((planned) => {
        const { name, owner, proof, days } = content.stages.find(({ key }) => key === planned.stage)!;
        return { ...planned, name, owner, proof, days };
      }),
      warnings,
    };
  });
}

/** Stage dates by the playbook on working days, with the warnings as facts. */
export async function planOf(
  inside: Inside,
  content: playbook.PlaybookContent,
  { startsOn, cutOff, parties }: Pick<PreviewPlan, 'startsOn' | 'cutOff' | 'parties'>,
): Promise<{ stages: PlannedStage[]; warnings: Warning[] }> {
  const { stages, warnings } = planStages({
    start: startsOn,
    cutOff,
    stages: content.stages,
    calendar: workingCalendar(),
    filing: filingCalendar(),
    ...(parties ? { absences: await absencesOf(inside, parties, startsOn) } : {}),
    notice: { today: localDateOf(inside.now), days: content.deadlines.notice },
  });
  return { stages, warnings: warnings.map(asWarning) };
}

/** The stages of a handover in their order. */
export function stagesOf(inside: Inside, handover: Id<'handover'>) {
  return inside.db
    .select({
      stage: handoverStage.stage,
      startsOn: handoverStage.startsOn,
      endsOn: handoverStage.endsOn,
      accountable: handoverStage.accountableSide,
    })
    .from(handoverStage)
    .where(eq(handoverStage.handoverId, handover))
    .orderBy(asc(handoverStage.position));
}

/**
 * Gives stages other dates; the earlier plan stays on record with the reason, who asked and who approved. Refused with
 * `handover.stage-unknown`, `handover.stage-ends-early`, `handover.stage-on-free-day` and the stage.
 */
export function replan(
  context: Context,
  input: { handover: Id<'handover'>; stages: PlannedStage[]; reason: string; askedBy?: PersonId | undefined },
): Promise<{ warnings: Warning[] }> {
  return transact(context, async (inside) => {
    const found = await findHandover(inside, input.handover);
    const parties = await partiesOf(inside, found.id);
    allow(canReplan(inside.actor, caseFacts(found), standing(parties)));
    const before = await stagesOf(inside, found.id);
    const known = refuseImpossible(before, input.stages);
    const [last] = await inside.db
      .select({ version: handoverPlanVersion.version })
      .from(handoverPlanVersion)
      .where(eq(handoverPlanVersion.handoverId, found.id))
      .orderBy(desc(handoverPlanVersion.version))
      .limit(1);
    const version = (last?.version ?? 0) + 1;
    const approvedBy = personOf(inside.actor)!;
    const askedBy = input.askedBy ?? approvedBy;
    const stages = before.map(({ stage, startsOn, endsOn }) => ({ stage, startsOn, endsOn }));
    const { reason } = input;
    await inside.db.insert(handoverPlanVersion).values({
      firmId: inside.firm,
      handoverId: found.id,
      version,
      stages,
      reason,
      askedBy,
      approvedBy,
      replacedAt: inside.now,
    });
    for (const { stage, startsOn, endsOn } of input.stages) {
      await inside.db
        .update(handoverStage)
        .set({ startsOn, endsOn })
        .where(and(eq(handoverStage.handoverId, found.id), eq(handoverStage.stage, stage)));
    }
    await journal.record(inside, {
      verb: 'handover.replanned',
      handover: found.id,
      facts: { version: version + 1, stages: input.stages, askedBy, reason },
    });
    return { warnings: known };
  });
}

/** Refuses dates that cannot be; gives the warning that a stage runs into a year whose holidays are not known. */
function refuseImpossible(before: { stage: string }[], wished: PlannedStage[]): Warning[] {
  const calendar = workingCalendar();
  return wished.flatMap(({ stage, startsOn, endsOn }) => {
    if (!before.some((row) => row.stage === stage)) throw new Refusal('handover.stage-unknown', { stage });
    if (endsOn < startsOn) throw new Refusal('handover.stage-ends-early', { stage, startsOn, endsOn });
    const days = [startsOn, endsOn].map((date) => ({ date, ...calendar.workingDay(date) }));
    const free = days.find(({ working, known }) => !working && known);
    if (free) throw new Refusal('handover.stage-on-free-day', { stage, date: free.date, because: free.because ?? '' });
    return days.every(({ known }) => known) ? [] : [{ code: 'working-days-unknown', facts: { stage } }];
  });
}

/** What is not certain of the stages still to come of a handover that stands, and which of its parties are away. */
export async function standingWarnings(
  inside: Inside,
  stages: readonly PlannedStage[],
  parties: PersonId[],
): Promise<Warning[]> {
  const absences = await absencesOf(inside, parties, localDateOf(inside.now));
  return dateWarnings(stages, { calendar: workingCalendar(), filing: filingCalendar(), absences }).map(asWarning);
}

/** On which days these are away from a day on, by name. */
async function absencesOf(inside: Inside, parties: PersonId[], from: LocalDate): Promise<Absence[]> {
  const away = await people.selectAbsences(inside, { people: parties, from });
  return away.map(({ person: { name: person }, from: first, until }) => ({ person, from: first, until }));
}

function asWarning({ code, ...facts }: PlanWarning): Warning {
  return { code, facts };
}
