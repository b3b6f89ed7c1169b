import type { LocalDate } from '#platform/kernel/local-date.ts';
import type { Fen } from '#platform/kernel/money.ts';
import type { Choice } from '../fields/choice-sets.ts';
import { narrow } from '#platform/kernel/narrow.ts';

/** What a register says of one client. Null where the cell is blank, or was not understood and stands in `extra`. */
export interface RegisterValues {
  /** The client's number; where the register has none, the 统一社会信用代码 or the name, see `numberFrom`. */
  number: string;
  /** The client's name; where the register has none, the number, see `nameFrom`. */
  name: string;
  uscc: string | null;
  taxpayerKind: Choice<'taxpayer-type'> | null;
  legalRepresentative: string | null;
  contactName: string | null;
  contactPhone: string | null;
  contactEmail: string | null;
  bank: string | null;
  accountNumber: string | null;
  balance: Fen | null;
  /** 截至日期 of the balance. */
  balanceAsOf: LocalDate | null;
  monthlyFee: Fen | null;
  contractStart: LocalDate | null;
  contractEnd: LocalDate | null;
  /** The last day that is paid for; of a month, quarter or year its last day. */
  paidThrough: LocalDate | null;
  arrears: Fen | null;
  /** The name of the person in charge as written. */
  owner: string | null;
  state: Choice<'client-state'> | null;
  /** Exactly as in the file, with its line ends and quotes. */
  note: string | null;
  /** Columns of no known field, and texts that were not understood, by header and exactly as in the file. Sensitive. */
  extra: Record<string, string>;
}

/** A row of a register that can be imported. */
export interface ClientDraft extends RegisterValues {
  line: number;
  numberFrom: 'number' | 'uscc' | 'name';
  nameFrom: 'name' | 'number';
}

/** By what two rows are the same client: the number without blanks, half-width, in capitals. */
export function registerKey(number: string): string {
  return narrow(number).replaceAll(/\s+/g, '').toUpperCase();
}
