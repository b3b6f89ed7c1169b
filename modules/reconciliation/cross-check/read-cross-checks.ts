import * as client from '#modules/client/client.ts';
import { canReadClient, canReveal } from '#modules/client/client.policy.ts';
import * as document from '#modules/document/document.ts';
import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import * as people from '#modules/people/people.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { type Context, transact } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { batchOf, journalLook, shownValue } from '../read-sheet.ts';
import { wholeBatch } from '../whole-batch.ts';
import { agreementsOf } from './agreement.ts';
import type { CrossCheck } from './cross-check.contract.ts';

/**
 * The fields of a client that several sources must agree on, with what each says side by side. Sensitive values are masked
 * unless `reveal`, which needs that right and is journalled. Refused as `readSheet`.
 */
export function readCrossChecks(
  context: Context,
  input: { handover: Id<'handover'>; client: ClientId; reveal: boolean },
): Promise<CrossCheck[]> {
  return transact(context, async (inside) => {
    const found = await handover.findHandover(inside, input.handover);
    const batch = await batchOf(inside, input);
    const held = { client: input.client, capabilities: await client.capabilitiesOn(inside, input.client) };
    allow(canReadClient(held));
    if (input.reveal) allow(canReveal(held));
    const content = await playbook.contentOf(inside, found.playbookVersionId);
    const whole = await wholeBatch(inside, { batch: batch.id, client: input.client });
    const agreements = await agreementsOf(inside, whole, content);
    const issues = (await issue.issuesOf(inside, { batch: batch.id, client: input.client })).filter(
      ({ state }) => state !== 'withdrawn',
    );
    const documents = new Map(
      (
        await document.documentsByIds(
          inside,
          agreements.flatMap(({ heard }) => heard.flatMap((one) => one.document ?? [])),
        )
      ).map((one) => [one.id, one.name]),
    );
    const names = new Map((await people.selectPeople(inside)).map(({ id, name }) => [id, name]));
    await journalLook(inside, input, input.reveal);
    return agreements.map(({ item, record, field, type, rule, heard, verdict }) => {
      const show = shownValue(record.kind, field, input.reveal);
      const opened = issues.findLast((one) => one.itemId === item.id && one.field === field);
      return {
        item: item.id,
        title: item.title,
        record: record.kind,
        field,
        type: type.type,
        rule: { least: rule.least, leastChannels: rule.leastChannels, needed: rule.needed },
        answers: heard.map((one) => ({
          ...one,
          value: show(one.value),
          document: one.document ? { id: one.document, name: documents.get(one.document) ?? '' } : null,
          by: one.by ? { id: one.by, name: names.get(one.by) ?? '' } : null,
        })),
        verdict,
        issue: opened ? { id: opened.id, number: opened.number, state: opened.state } : null,
      };
    });
  });
}
