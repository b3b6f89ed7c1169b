import { and, eq, isNull } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import * as journal from '#modules/journal/journal.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { sealFields } from '#platform/envelope/data-key.ts';
import { type Id, newId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { canRecordTestimony } from '../reconciliation.policy.ts';
import { findLine, lineFacts, movedOn, refuseForeignDocument } from '../record-check.ts';
import { testimony } from '../testimony.table.ts';
import { presentChecks, wholeBatch } from '../whole-batch.ts';
import { type Agreement, agreementsOf, placeOf } from './agreement.ts';
import type { AgreementVerdict, RecordTestimony } from './cross-check.contract.ts';

/**
 * The receiver records what a source says of a field that the playbook wants agreed. An earlier answer of the same source over
 * the same channel stays on record and counts no more. Sources that disagree open an issue, one for each field; when they agree
 * again and the receiver's own check does not differ, it is withdrawn. Refused as `recordCheck`, and with
 * `reconciliation.no-cross-check`, `testimony-without-evidence`.
 */
export function recordTestimony(
  context: Context,
  input: RecordTestimony,
): Promise<{
  testimony: Id<'testimony'>;
  verdict: AgreementVerdict;
  issue: { id: Id<'issue'>; number: number } | null;
}> {
  return transact(context, async (inside) => {
    const { item, of } = await findLine(inside, input.item);
    allow(canRecordTestimony(lineFacts(item), input));
    await refuseForeignDocument(inside, item.clientId, input.document);
    const asked = await agreementOn(inside, of, item, input.field);
    if (asked.record.version !== item.recordVersion || asked.record.ended) throw movedOn(item);

    const id = newId<'testimony'>();
    await inside.db
      .update(testimony)
      .set({ replacedAt: inside.now })
      .where(
        and(
          eq(testimony.firmId, inside.firm),
          eq(testimony.itemId, item.id),
          eq(testimony.field, input.field),
          eq(testimony.voice, input.voice),
          eq(testimony.channel, input.channel),
          isNull(testimony.replacedAt),
        ),
      );
    const key = await client.dataKeyOf(inside, item.clientId);
    const said = { value: input.value, remark: input.remark ?? null };
    await inside.db.insert(testimony).values({
      firmId: inside.firm,
      id,
      handoverId: item.handoverId,
      batchId: item.batchId,
      clientId: item.clientId,
      itemId: item.id,
      field: input.field,
      recordVersion: asked.record.version,
      voice: input.voice,
      channel: input.channel,
      said: sealFields(key, placeOf(id), said),
      documentId: input.document ?? null,
      recordedBy: personOf(inside.actor)!,
      recordedAt: inside.now,
    });
    const { verdict } = await agreementOn(inside, of, item, input.field);
    const opened = await followVerdict(inside, of, item, { field: input.field, verdict, said: said.remark });
    await handover.bumpRevision(inside, item.batchId);
    await journal.record(inside, {
      verb: 'reconciliation.testimony-recorded',
      client: item.clientId,
      handover: item.handoverId,
      subject: item.id,
      facts: {
        field: input.field,
        voice: input.voice,
        channel: input.channel,
        document: input.document,
        verdict: verdict.kind,
        issue: opened?.number,
      },
    });
    return { testimony: id, verdict, issue: opened };
  });
}

async function agreementOn(inside: Inside, of: issue.Case, item: handover.Item, field: string): Promise<Agreement> {
  const content = await playbook.contentOf(inside, of.handover.playbookVersionId);
  const whole = await wholeBatch(inside, { batch: item.batchId, client: item.clientId });
  const found = await agreementsOf(
    inside,
    { ...whole, items: whole.items.filter(({ id }) => id === item.id) },
    content,
  );
  const asked = found.find((one) => one.field === field);
  if (!asked) throw new Refusal('reconciliation.no-cross-check', { client: item.clientId, item: item.id, field });
  return asked;
}

/** Opens the issue of sources that disagree, or settles it when they agree by now. */
async function followVerdict(
  inside: Inside,
  of: issue.Case,
  item: handover.Item,
  { field, verdict, said }: { field: string; verdict: AgreementVerdict; said: string | null },
): Promise<{ id: Id<'issue'>; number: number } | null> {
  if (verdict.kind === 'contradicted' || verdict.kind === 'split') {
    const [opened] = await issue.open(inside, of, [
      { kind: 'difference', client: item.clientId, item: item.id, field, said: said ?? undefined },
    ]);
    return opened!;
  }
  const [check] = (await presentChecks(inside, { batch: item.batchId, items: [item.id] })).filter(
    (one) => one.field === field,
  );
  if (verdict.kind !== 'agreed' || check?.verdict === 'different') return null;
  const live = await issue.liveIssuesOn(inside, item.batchId, [{ item: item.id, field }]);
  await issue.settle(
    inside,
    live.filter(({ state }) => state !== 'noted'),
    'withdrawn',
  );
  return null;
}
