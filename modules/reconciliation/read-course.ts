import { and, eq } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import type { RecordKind } from '#modules/client/client.contract.ts';
import { canReadClient, canReveal } from '#modules/client/client.policy.ts';
import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import * as people from '#modules/people/people.ts';
import { type Context, transact } from '#platform/context/context.ts';
import { openFields } from '#platform/envelope/data-key.ts';
import type { Id } from '#platform/kernel/id.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { type Change, correctionsOf, placeOf } from './corrections.ts';
import type { CourseStep } from './reconciliation.contract.ts';
import { journalLook, shownValue } from './read-sheet.ts';
import { check } from './reconciliation.table.ts';
import { provedByFields } from './whole-batch.ts';
import { heldOf } from './write-checks.ts';

/**
 * What happened to a line, or to one field of it: handed over, checked, what was said of the issue, corrected. Sensitive values
 * are masked unless `reveal`, as on the sheet.
 */
export function readCourse(
  context: Context,
  input: { item: Id<'item'>; field?: string | undefined; reveal: boolean },
): Promise<CourseStep[]> {
  return transact(context, async (inside) => {
    const item = await handover.findItem(inside, input.item);
    const held = { client: item.clientId, capabilities: await client.capabilitiesOn(inside, item.clientId) };
    allow(canReadClient(held));
    if (input.reveal) allow(canReveal(held));
    const keys = await client.dataKeysOf(inside, [item.clientId]);
    const names = new Map((await people.selectPeople(inside)).map(({ id, name }) => [id, name]));
    const record = item.recordId ? await client.findRecord(inside, item.recordId) : null;
    const show = (name: string) => shownValue((record?.kind ?? 'basic') as RecordKind, name, input.reveal);
    const concerns = (field: string | null) => input.field === undefined || field === input.field;
    const step = (what: string, at: Date, more: Partial<CourseStep>): CourseStep => ({
      what,
      at,
      field: null,
      by: null,
      verdict: null,
      from: null,
      to: null,
      said: null,
      ...more,
    });

    const checks = await inside.db
      .select()
      .from(check)
      .where(and(eq(check.firmId, inside.firm), eq(check.itemId, item.id)));
    const issues = (await issue.issuesOf(inside, { batch: item.batchId, client: item.clientId })).filter(
      ({ itemId, field }) => itemId === item.id && concerns(field),
    );
    const said = await issue.coursesOf(
      inside,
      issues.map(({ id }) => id),
    );
    const corrections = (await correctionsOf(inside, { batch: item.batchId, item: item.id })).filter(({ field }) =>
      concerns(field),
    );
    const steps: CourseStep[] = [
      ...(record
        ? [step('record', record.changedAt, { to: input.field ? show(input.field)(record.fields[input.field]) : null })]
        : []),
      ...checks
        .filter(({ field }) => concerns(field))
        .map((made) => {
          const { value, remark } = heldOf(keys, made);
          const by = names.get(made.checkedBy) ?? null;
          return step(made.replacedAt ? 'check-replaced' : 'checked', made.checkedAt, {
            field: made.field,
            by,
            verdict: made.verdict,
            said: remark,
            to: made.verdict === 'skipped' ? null : show(made.field)(value),
          });
        }),
      ...said.map((one) => step(`issue-${one.step}`, one.at, { by: one.by.name, said: one.said })),
      ...corrections.flatMap((row) => {
        const change = openFields<Change>(keys.get(row.clientId)!, placeOf(row.id), row.change);
        const values = { from: show(row.field)(change.from), to: show(row.field)(change.to) };
        const returned = row.returnedFor
          ? openFields<string>(
              keys.get(row.clientId)!,
              { table: 'correction', row: `${row.id}:returned` },
              row.returnedFor,
            )
          : null;
        return [
          step('correction-proposed', row.proposedAt, {
            field: row.field,
            by: names.get(row.proposedBy) ?? null,
            said: change.reason,
            ...values,
          }),
          ...(row.decidedAt
            ? [
                step(`correction-${row.state}`, row.decidedAt, {
                  field: row.field,
                  by: names.get(row.decidedBy!) ?? null,
                  said: returned,
                  ...values,
                }),
              ]
            : []),
        ];
      }),
      ...(item.provedAt && item.proof?.by !== provedByFields
        ? [step(`proved-${item.state}`, item.provedAt, { by: names.get(item.provedBy!) ?? null })]
        : []),
    ];
    await journalLook(inside, { handover: item.handoverId, client: item.clientId }, input.reveal);
    return steps.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  });
}
