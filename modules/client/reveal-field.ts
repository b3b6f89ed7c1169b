import * as journal from '#modules/journal/journal.ts';
import { type Context, transact } from '#platform/context/context.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { canReveal } from './client.policy.ts';
import { capabilitiesOn } from './directory.ts';
import type { FieldValue } from './fields/field.ts';
import { countOwnEntries } from './own-entries.ts';
import { findRecord } from './records.ts';
import type { RecordId } from './stored-record.ts';

/** How many values a person may reveal in an hour: far more than work needs, far less than copying a portfolio takes. */
export const revealsAnHour = 200;

/**
 * One masked value in the open. Journalled as `client.revealed` with record and field, never the value. Refuses with
 * `record.not-found`, `client.no-reveal`, `client.field-empty`, and `client.reveal-quota` after 200 in an hour.
 */
export function revealField(
  context: Context,
  input: { record: RecordId; field: string },
): Promise<{ value: FieldValue; version: number }> {
  return transact(context, async (inside) => {
    const record = await findRecord(inside, input.record);
    allow(canReveal({ client: record.clientId, capabilities: await capabilitiesOn(inside, record.clientId) }));
    const value = record.fields[input.field];
    if (value === undefined) throw new Refusal('client.field-empty', { record: record.id, field: input.field });
    const revealed = await countOwnEntries(inside, { verb: 'client.revealed', seconds: 3600 });
    if (revealed >= revealsAnHour) {
      const facts = { client: record.clientId, record: record.id, most: revealsAnHour };
      throw new Refusal('client.reveal-quota', facts, 'too-many');
    }
    await journal.record(inside, {
      verb: 'client.revealed',
      client: record.clientId,
      facts: { record: record.id, kind: record.kind, field: input.field, version: record.version },
    });
    return { value, version: record.version };
  });
}
