import { choiceSets } from '../fields/choice-sets.ts';
import { extraField } from '../fields/extra-field.ts';
import type { AnyRecord, RecordKind } from '../fields/catalogue.ts';
import { recordFieldOf, registerColumns, type RegisterField, registerFields } from './columns.ts';

/** A register of clients as a table. */
export interface RegisterTable {
  columns: string[];
  rows: string[][];
}

/**
 * The register that clients with these records stand in, a line each: the firm's own headers, amounts and days as the records have
 * them, choices by the firm's own word. Of several records of a kind the main one speaks, else the first; columns that an import kept
 * beside the record stand behind the others.
 */
export function writeRegister(clients: readonly ReadonlyMap<RecordKind, readonly AnyRecord[]>[]): RegisterTable {
  const fields = registerFields.filter((field) => registerColumns[field].record !== null);
  const lines = clients.map((records) => new Map([...records].map(([kind, all]) => [kind, speaking(kind, all)])));
  const extras = [
    ...new Set(
      lines.flatMap((records) =>
        Object.keys(records.get('basic') ?? {}).filter((field) => field.startsWith(extraField(''))),
      ),
    ),
  ];
  return {
    columns: [
      ...fields.map((field) => registerColumns[field].chinese[0]!),
      ...extras.map((field) => field.slice(extraField('').length)),
    ],
    rows: lines.map((records) => [
      ...fields.map((field) => cellOf(records, field)),
      ...extras.map((field) => String(records.get('basic')?.[field] ?? '')),
    ]),
  };
}

function speaking(kind: RecordKind, all: readonly AnyRecord[]): AnyRecord | undefined {
  const first = kind === 'balance' ? all.find(({ code }) => code === '1002') : all.find(({ main }) => main === true);
  return first ?? all[0];
}

function cellOf(records: ReadonlyMap<RecordKind, AnyRecord | undefined>, column: RegisterField): string {
  const [kind, field] = registerColumns[column].record!;
  const value = records.get(kind)?.[field];
  if (value === undefined) return '';
  const { choices } = recordFieldOf(column)!;
  const words = choices && (choiceSets[choices] as Record<string, readonly string[]>)[String(value)];
  return words?.[0] ?? String(value);
}
