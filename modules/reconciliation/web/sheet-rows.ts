import type { FieldRow, Sheet, SheetGroup, SheetLine } from '#modules/reconciliation/reconciliation.contract.ts';

/** A row of the checking table: a field of a line, or a whole line that stands over its fields or is received as one. */
export interface SheetRow {
  key: string;
  line: SheetLine;
  field: FieldRow | null;
  /** A field that stands under its line. */
  under: boolean;
}

/** The rows of one heading. A line has a row of its own where several stand under the heading or its method asks for a proof. */
export function rowsOf(sheet: Sheet, group: SheetGroup): SheetRow[] {
  const lines = sheet.lines.filter(({ kind }) => kind === group.kind);
  return lines.flatMap((line): SheetRow[] => {
    const headed = lines.length > 1 || line.provedBy === 'proof' || line.rows.length === 0;
    const head: SheetRow[] = headed ? [{ key: line.item, line, field: null, under: false }] : [];
    const fields = line.rows.map((field) => ({ key: `${line.item} ${field.field}`, line, field, under: headed }));
    return [...head, ...fields];
  });
}

/** Whether the row still waits for the receiver. */
export function waits({ line, field }: SheetRow): boolean {
  if (line.state === 'none') return false;
  if (line.provedBy === 'proof') return field === null && line.state === 'open';
  return field !== null && (field.verdict === null || field.stale);
}

/** The row to go to after this one: the next that waits, else simply the next. */
export function rowAfter(rows: readonly SheetRow[], key: string): SheetRow | undefined {
  const at = rows.findIndex((row) => row.key === key);
  return rows.slice(at + 1).find(waits) ?? rows[at + 1];
}

/** The heading to begin with: the first with differences, else the first that is not done. */
export function groupToBeginWith(groups: readonly SheetGroup[]): SheetGroup | undefined {
  return (
    groups.find(({ done, total, kind }) => total > 0 && done < total && kind !== '') ??
    groups.find(({ differs }) => differs > 0) ??
    groups[0]
  );
}
