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
import { faultyLines, planImport } from './planned-import.ts';
import { shownTotals } from './shown-import.ts';
import { findImport, type ImportId, mustBe } from './stored-import.ts';

const shown = 200;

/**
 * What the import would do, with a digest to confirm just that. It compares with records that the person may not read, so
 * what is known stands under its mask, and the comparison is journalled as `client.import-compared`. Refuses as `planImport`
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
    const planned = await planImport(inside, await findImport(inside, input.import));
    const { reading, comparison, otherOwners } = planned;
    const changed = comparison.changed.filter(({ onlyWrittenDifferently }) => !onlyWrittenDifferently);
    const effects: ImportEffects = {
      digest: planned.digest,
      added: comparison.added.length,
      changed: changed.length,
      unchanged: comparison.unchanged.length,
      missing: comparison.missing.length,
      onlyWrittenDifferently: comparison.changed.length - changed.length,
      otherOwners: otherOwners.length,
      faultyRows: faultyLines(reading),
      totals: shownTotals(reading.totals),
      changes: comparison.changed.slice(0, shown).map(shownChange),
      missingNumbers: comparison.missing.slice(0, shown),
      otherOwnerNumbers: otherOwners.slice(0, shown).map(({ number }) => number),
    };
    const { added, unchanged, missing } = effects;
    await journal.record(inside, {
      verb: 'client.import-compared',
      subject: input.import,
      facts: { added, changed: changed.length, unchanged, missing },
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
