import type { LocalDate } from '#platform/kernel/local-date.ts';
import type { Table } from '#platform/tabular/table.ts';
import type { AnyRecord, RecordKind } from '../fields/catalogue.ts';
import { recordsOfLine } from '../import/register-records.ts';
import { registerColumns, type RegisterField, type RegisterMapping } from './columns.ts';
import { extraField } from '../fields/extra-field.ts';
import { type ClientDraft, registerKey } from './draft.ts';
import { readRegister, type RegisterReading } from './read-register.ts';

/** One client of a register: the records it stands for, and each of their fields that has a column, as the cell writes it. */
export interface WrittenClient {
  line: number;
  /** By what it is found; see `registerKey`. */
  key: string;
  number: string;
  records: Map<RecordKind, AnyRecord>;
  /** Every field that the register has a column for, a blank cell among them as ''. */
  written: { kind: RecordKind; field: string; text: string }[];
}

/** A register read for comparing: beside what an import would take, every cell as it stands in the file. */
export interface WrittenRegister {
  reading: RegisterReading;
  clients: WrittenClient[];
  /** Keys of clients that more than one row names; none of these rows is among `clients`. */
  doubled: Set<string>;
}

/** Reads a whole register by a mapping that a person confirmed; refuses as `readRegister` does. */
export function readWrittenRegister(table: Table, mapping: RegisterMapping, today: LocalDate): WrittenRegister {
  const reading = readRegister(table, mapping, today);
  const columns = table.columns.flatMap((column, at): { at: number; kind: RecordKind; field: string }[] => {
    const use = mapping.columns[column];
    if (use === undefined || use === 'left-out') return [];
    if (use === 'extra') return [{ at, kind: 'basic', field: extraField(column) }];
    const { record } = registerColumns[use as RegisterField];
    return record ? [{ at, kind: record[0], field: record[1] }] : [];
  });
  const drafts = new Map(reading.drafts.map((draft) => [draft.line, draft]));
  const twice = new Set(
    reading.problems.flatMap(({ code, line }) => (code === 'register.doubled-number' ? [line] : [])),
  );
  const keyColumns = (['number', 'uscc', 'name'] as const).map((use) =>
    table.columns.findIndex((column) => mapping.columns[column] === use),
  );
  const clients: WrittenClient[] = [];
  const doubled = new Set<string>();
  for (const { line, cells } of table.rows) {
    const written = keyColumns.map((at) => cells[at]?.trim() ?? '').find((text) => text !== '');
    if (twice.has(line) && written) doubled.add(registerKey(written));
    const draft = drafts.get(line);
    if (!draft) continue;
    clients.push({
      line,
      key: registerKey(draft.number),
      number: draft.number,
      records: saidBy(draft),
      written: columns.map(({ at, kind, field }) => ({ kind, field, text: cells[at] ?? '' })),
    });
  }
  return { reading, clients, doubled };
}

/** The records of a line without the number or name that an import would take from another column. */
function saidBy(draft: ClientDraft): Map<RecordKind, AnyRecord> {
  const records = recordsOfLine(draft);
  const { number, name, ...basic } = records.get('basic') ?? {};
  const own = {
    ...(draft.numberFrom === 'number' ? { number } : {}),
    ...(draft.nameFrom === 'name' ? { name } : {}),
  };
  return records.set('basic', { ...basic, ...own } as AnyRecord);
}
