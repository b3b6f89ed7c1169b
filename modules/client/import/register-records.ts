import { formatYuan, parseYuan } from '#platform/kernel/money.ts';
import { extraField } from '../fields/extra-field.ts';
import type { AnyRecord, RecordKind } from '../fields/catalogue.ts';
import type { ClientDraft, RegisterValues } from '../register/draft.ts';

/** The kinds of record that a line of a register speaks of. */
export const registerKinds = [
  'basic',
  'contact',
  'bank-account',
  'balance',
  'contract',
] as const satisfies RecordKind[];

/** A line of a register as the records it becomes; a kind of which it says nothing becomes none. */
export function recordsOfLine(line: RegisterValues): Map<RecordKind, AnyRecord> {
  const yuan = (fen: bigint | null) => (fen === null ? null : formatYuan(fen));
  const records: [RecordKind, Record<string, string | boolean | null>, said: unknown[]][] = [
    [
      'basic',
      {
        number: line.number,
        name: line.name,
        uscc: line.uscc,
        state: line.state,
        taxpayerType: line.taxpayerKind,
        legalPerson: line.legalRepresentative,
        note: line.note,
        ...Object.fromEntries(Object.entries(line.extra).map(([column, text]) => [extraField(column), text])),
      },
      [line.number],
    ],
    [
      'contact',
      { name: line.contactName, phone: line.contactPhone, email: line.contactEmail, main: true },
      [line.contactName, line.contactPhone, line.contactEmail],
    ],
    ['bank-account', { bank: line.bank, account: line.accountNumber }, [line.bank, line.accountNumber]],
    [
      'balance',
      {
        subject: '银行存款',
        code: '1002',
        group: 'bank',
        direction: 'debit',
        amount: yuan(line.balance),
        asOf: line.balanceAsOf,
      },
      [line.balance],
    ],
    [
      'contract',
      {
        startsOn: line.contractStart,
        endsOn: line.contractEnd,
        fee: yuan(line.monthlyFee),
        feeCycle: line.monthlyFee === null ? null : 'monthly',
        paidThrough: line.paidThrough,
        arrears: yuan(line.arrears),
      },
      [line.contractStart, line.contractEnd, line.monthlyFee, line.paidThrough, line.arrears],
    ],
  ];
  return new Map(
    records
      .filter(([, , said]) => said.some((value) => value !== null))
      .map(([kind, fields]) => [
        kind,
        Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as AnyRecord,
      ]),
  );
}

/** What a register would say of a client who has these records: the other way of `recordsOfLine`. */
export function lineOfRecords(records: ReadonlyMap<RecordKind, AnyRecord>): RegisterValues {
  const said = <Value extends string>(kind: RecordKind, field: string) =>
    (records.get(kind)?.[field] as Value | undefined) ?? null;
  const fen = (kind: RecordKind, field: string) => parseYuan(said(kind, field) ?? '');
  const extra = Object.entries(records.get('basic') ?? {}).flatMap(([field, text]) =>
    field.startsWith(extraField('')) ? [[field.slice(extraField('').length), String(text)]] : [],
  );
  return {
    number: said('basic', 'number') ?? '',
    name: said('basic', 'name') ?? '',
    uscc: said('basic', 'uscc'),
    taxpayerKind: said('basic', 'taxpayerType'),
    legalRepresentative: said('basic', 'legalPerson'),
    contactName: said('contact', 'name'),
    contactPhone: said('contact', 'phone'),
    contactEmail: said('contact', 'email'),
    bank: said('bank-account', 'bank'),
    accountNumber: said('bank-account', 'account'),
    balance: fen('balance', 'amount'),
    balanceAsOf: said('balance', 'asOf'),
    monthlyFee: fen('contract', 'fee'),
    contractStart: said('contract', 'startsOn'),
    contractEnd: said('contract', 'endsOn'),
    paidThrough: said('contract', 'paidThrough'),
    arrears: fen('contract', 'arrears'),
    owner: null,
    state: said('basic', 'state'),
    note: said('basic', 'note'),
    extra: Object.fromEntries(extra) as Record<string, string>,
  };
}

/** Rows that have a balance of which nothing says as of when. */
export function undatedBalances(drafts: readonly ClientDraft[]): number {
  return drafts.filter(({ balance, balanceAsOf }) => balance !== null && balanceAsOf === null).length;
}
