import { type Fen, formatYuan } from '#platform/kernel/money.ts';
import { compareValues } from '../fields/compare-values.ts';
import { recordFieldOf, type RegisterField, registerFields } from './columns.ts';
import { type ClientDraft, registerKey, type RegisterValues } from './draft.ts';
import type { RegisterReading } from './read-register.ts';

/** What importing a register again would do, by client. */
export interface RegisterComparison {
  /** Clients of the file that are not there yet. */
  added: ClientDraft[];
  /** Clients of whom the file says something else than is known. */
  changed: ChangedClient[];
  /** Numbers of clients of whom the file says just what is known. */
  unchanged: string[];
  /** Numbers of known clients that the file does not name, not even in a row with a fault. */
  missing: string[];
}

export interface ChangedClient {
  draft: ClientDraft;
  changes: FieldChange[];
  /** True when every change is only another way of writing the same. */
  onlyWrittenDifferently: boolean;
}

/** A change of a field, or of a text kept beside the record under its header. Null means blank. */
export interface FieldChange {
  field: RegisterField | 'extra';
  /** The header, for `extra`. */
  column: string | null;
  old: string | Fen | null;
  new: string | Fen | null;
  /** Blanks, full-width characters, brackets, capitals: the same said in another way. */
  writtenDifferently: boolean;
}

/**
 * Compares the clients that are known with a register that was read, by client number. Only fields that the file has
 * columns for are compared: what a file does not say, it does not change. A blank cell over a known value is a change.
 */
export function compareRegister(
  existing: Iterable<RegisterValues>,
  reading: Pick<RegisterReading, 'drafts' | 'keys' | 'fields' | 'columns'>,
): RegisterComparison {
  const known = new Map([...existing].map((client) => [registerKey(client.number), client]));
  const fields = registerFields.filter((field) => field !== 'number' && reading.fields.includes(field));
  const comparison: RegisterComparison = { added: [], changed: [], unchanged: [], missing: [] };
  for (const draft of reading.drafts) {
    const client = known.get(registerKey(draft.number));
    if (!client) {
      comparison.added.push(draft);
      continue;
    }
    // The 截至日期 of a balance may have been given for the whole file.
    const dated = fields.includes('balance') && !fields.includes('balanceAsOf') && draft.balanceAsOf !== null;
    const compared: RegisterField[] = dated ? [...fields, 'balanceAsOf'] : fields;
    const changes = compared.flatMap((field) => changeOf(field, client, draft));
    changes.push(...changesAside(client.extra, draft.extra, reading.columns));
    if (changes.length === 0) comparison.unchanged.push(client.number);
    else
      comparison.changed.push({
        draft,
        changes,
        onlyWrittenDifferently: changes.every((change) => change.writtenDifferently),
      });
  }
  for (const [key, client] of known) if (!reading.keys.has(key)) comparison.missing.push(client.number);
  return comparison;
}

function changeOf(field: RegisterField, client: RegisterValues, draft: ClientDraft): FieldChange[] {
  if (field === 'name' && draft.nameFrom === 'number') return [];
  const [old, now] = [client[field], draft[field]];
  if (old === now) return [];
  const { type = 'name', choices } = recordFieldOf(field) ?? {};
  // Days, choices and amounts stand in one form on both sides, so what differs there differs.
  const { outcome } = compareValues(type, plain(old), plain(now), choices);
  return outcome === 'same'
    ? []
    : [{ field, column: null, old, new: now, writtenDifferently: outcome === 'written-differently' }];
}

function changesAside(
  old: Record<string, string>,
  now: Record<string, string>,
  columns: readonly string[],
): FieldChange[] {
  return columns.flatMap((column): FieldChange[] => {
    const [before = null, after = null] = [old[column], now[column]];
    if (before === after) return [];
    const { outcome } = compareValues('text', before, after);
    if (outcome === 'same') return [];
    return [{ field: 'extra', column, old: before, new: after, writtenDifferently: outcome === 'written-differently' }];
  });
}

function plain(value: string | Fen | null): string | null {
  return typeof value === 'bigint' ? formatYuan(value) : value;
}
