import * as client from '#modules/client/client.ts';
import type { RecordKind } from '#modules/client/client.contract.ts';
import { extraField, registerColumns } from '#modules/client/client.contract.ts';
import type { Inside } from '#platform/context/context.ts';
import type { ComparisonCase } from './find-comparison.ts';
import { descriptionOf } from './shown-dataset.ts';

/** How the columns of a comparison speak of the fields of a client's record. */
export interface HeldMapping {
  /** Columns of the right that were compared, by the names of the left. */
  columns: { name: string; at: number }[];
  /** As `readWrittenRegister` takes it, by the names of the left. */
  mapping: ReturnType<typeof client.proposedMapping>;
  /** The field of a client's record that a column of the left stands for; null when for none. */
  recordFieldOf(column: string): { kind: RecordKind; field: string } | null;
}

/** What each compared column stands for: told by the left's header, its unit by the right's. */
export function heldMapping(inside: Inside, { found, right }: Pick<ComparisonCase, 'found' | 'right'>): HeldMapping {
  const others = descriptionOf(inside, right)!.columns.map(({ name }) => name);
  const { pairs } = found.plan;
  const columns = pairs.map((pair) => ({ name: pair.left, at: others.indexOf(pair.right) }));
  const proposed = client.proposedMapping({ columns: pairs.map(({ left }) => left), rows: [] });
  const written = client.proposedMapping({ columns: pairs.map((pair) => pair.right), rows: [] });
  const units = pairs.flatMap((pair) => {
    const unit = written.units?.[pair.right];
    return unit ? [[pair.left, unit] as const] : [];
  });
  return {
    columns,
    mapping: { columns: proposed.columns, ...(units.length > 0 ? { units: Object.fromEntries(units) } : {}) },
    recordFieldOf(column) {
      const use = proposed.columns[column];
      if (use === undefined || use === 'left-out') return null;
      if (use === 'extra') return { kind: 'basic', field: extraField(column) };
      const { record } = registerColumns[use];
      return record ? { kind: record[0], field: record[1] } : null;
    },
  };
}
