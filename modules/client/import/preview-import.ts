import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { asJob, type Context, read, transact } from '#platform/context/context.ts';
import { formatYuan } from '#platform/kernel/money.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { ImportEffects } from '../client.contract.ts';
import { canArrangeImport } from '../client.policy.ts';
import { maskOf, maskValue } from '../fields/mask.ts';
import { recordFieldOf } from '../register/columns.ts';
import type { ChangedClient, FieldChange } from '../register/compare-register.ts';
import { withPlan } from './planned-import.ts';
import { shownTotals } from './shown-import.ts';
import { findImport, type ImportId, mustBe } from './stored-import.ts';

/**
 * What the import would do, with a digest to confirm just that. It compares with records that the person may not read, so
 * what is known stands under its mask, and the comparison is journalled as `client.import-compared`. Refuses as `withPlan`
 * does.
 */
export async function previewImport(context: Context, input: { import: ImportId }): Promise<ImportEffects> {
  const asked = await read(context, async (inside) => {
    const stored = await findImport(inside, input.import);
    allow(canArrangeImport(inside.actor, stored.createdBy));
    mustBe(stored, 'proposed');
    return { firm: inside.firm, person: personOf(inside.actor) };
  });
  return transact(asJob(context, asked.firm, asked.person), async (inside) => {
    const effects = await withPlan(inside, await findImport(inside, input.import), async ({ reading, shown }) => ({
      ...shown,
      faultyRows: reading.faultyRows,
      totals: shownTotals(reading.totals),
      changes: shown.changes.map(shownChange),
    }));
    const { added, changed, unchanged, missing } = effects;
    await journal.record(inside, {
      verb: 'client.import-compared',
      subject: input.import,
      facts: { added, changed, unchanged, missing },
    });
    return effects;
  });
}

function shownChange({ draft, changes }: ChangedClient): ImportEffects['changes'][number] {
  return { number: draft.number, name: draft.name, fields: changes.map(shownFieldChange) };
}

/** What the file says is shown to who brought it; what was known before only under its mask. */
function shownFieldChange({ field, column, old, new: now, writtenDifferently }: FieldChange) {
  const record = field === 'extra' ? undefined : recordFieldOf(field);
  const text = (value: string | bigint | null) => (typeof value === 'bigint' ? formatYuan(value) : value);
  const before = text(old);
  const open = record?.class === 'ordinary' || before === null;
  const masked = open ? before : maskValue(record ? maskOf(record) : 'all', before);
  return { field, column, old: masked, new: text(now), writtenDifferently };
}
