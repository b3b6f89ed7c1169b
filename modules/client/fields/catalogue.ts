import { z } from 'zod';
import type { Choice, ChoiceSet } from './choice-sets.ts';
import type { Field, FieldValue, KindOfRecord } from './field.ts';

/**
 * What a client's record is made of. Personal data and financial figures are sensitive (个人信息保护法 Art. 28, 51); free
 * text is ordinary where it describes the firm's work and sensitive where it describes a person or holds names.
 * Passwords and PINs stand in the vault, never here.
 */
export const catalogue = {
  basic: {
    many: false,
    label: ['name'],
    number: 'number',
    fields: {
      number: { type: 'text', class: 'ordinary' },
      name: { type: 'text', class: 'ordinary', required: true },
      uscc: { type: 'uscc', class: 'ordinary' },
      state: { type: 'choice', class: 'ordinary', choices: 'client-state' },
      taxpayerType: { type: 'choice', class: 'ordinary', choices: 'taxpayer-type' },
      trade: { type: 'choice', class: 'ordinary', choices: 'trade' },
      legalPerson: { type: 'name', class: 'sensitive' },
      registeredCapital: { type: 'money', class: 'sensitive' },
      establishedOn: { type: 'date', class: 'ordinary' },
      registeredAddress: { type: 'text', class: 'ordinary' },
      businessAddress: { type: 'text', class: 'ordinary' },
      taxAuthority: { type: 'text', class: 'ordinary' },
      note: { type: 'text', class: 'ordinary' },
    },
  },
  contact: {
    many: true,
    label: ['name', 'duty'],
    fields: {
      name: { type: 'name', class: 'sensitive' },
      duty: { type: 'text', class: 'ordinary' },
      phone: { type: 'phone', class: 'sensitive' },
      email: { type: 'email', class: 'sensitive' },
      wechat: { type: 'text', class: 'sensitive' },
      identityNumber: { type: 'text', class: 'sensitive', mask: 'id' },
      channel: { type: 'choice', class: 'ordinary', choices: 'channel' },
      main: { type: 'flag', class: 'ordinary' },
      note: { type: 'text', class: 'sensitive' },
    },
  },
  contract: {
    many: true,
    label: ['services', 'number'],
    number: 'number',
    fields: {
      number: { type: 'text', class: 'ordinary' },
      services: { type: 'text', class: 'ordinary' },
      startsOn: { type: 'date', class: 'ordinary' },
      endsOn: { type: 'date', class: 'ordinary' },
      fee: { type: 'money', class: 'sensitive' },
      feeCycle: { type: 'choice', class: 'ordinary', choices: 'fee-cycle' },
      paidThrough: { type: 'date', class: 'ordinary' },
      arrears: { type: 'money', class: 'sensitive' },
      original: { type: 'choice', class: 'ordinary', choices: 'original' },
      place: { type: 'text', class: 'ordinary' },
      note: { type: 'text', class: 'ordinary' },
    },
  },
  'bank-account': {
    many: true,
    label: ['bank', 'nature', 'account'],
    number: 'account',
    fields: {
      bank: { type: 'text', class: 'ordinary' },
      account: { type: 'account', class: 'sensitive' },
      nature: { type: 'choice', class: 'ordinary', choices: 'account-nature' },
      state: { type: 'choice', class: 'ordinary', choices: 'account-state' },
      onlineBanking: { type: 'flag', class: 'ordinary' },
      statementsBy: { type: 'text', class: 'ordinary' },
      note: { type: 'text', class: 'ordinary' },
    },
  },
  balance: {
    many: true,
    label: ['subject', 'party'],
    number: 'code',
    fields: {
      subject: { type: 'text', class: 'ordinary', required: true },
      code: { type: 'text', class: 'ordinary' },
      group: { type: 'choice', class: 'ordinary', choices: 'balance-group' },
      party: { type: 'name', class: 'sensitive' },
      direction: { type: 'choice', class: 'ordinary', choices: 'direction' },
      amount: { type: 'money', class: 'sensitive', required: true },
      asOf: { type: 'date', class: 'ordinary', required: true },
      source: { type: 'text', class: 'ordinary' },
    },
  },
  role: {
    many: true,
    label: ['system', 'role'],
    fields: {
      system: { type: 'choice', class: 'ordinary', choices: 'system', required: true },
      role: { type: 'choice', class: 'ordinary', choices: 'bound-role', required: true },
      account: { type: 'text', class: 'sensitive' },
      boundPerson: { type: 'name', class: 'sensitive' },
      boundPhone: { type: 'phone', class: 'sensitive' },
      rebindState: { type: 'choice', class: 'ordinary', choices: 'rebind-state' },
      validUntil: { type: 'date', class: 'ordinary' },
      note: { type: 'text', class: 'ordinary' },
    },
  },
  filing: {
    many: true,
    label: ['tax', 'period'],
    fields: {
      tax: { type: 'choice', class: 'ordinary', choices: 'tax', required: true },
      period: { type: 'period', class: 'ordinary', required: true },
      state: { type: 'choice', class: 'ordinary', choices: 'filing-state', required: true },
      due: { type: 'date', class: 'ordinary' },
      filedOn: { type: 'date', class: 'ordinary' },
      amount: { type: 'money', class: 'sensitive' },
      note: { type: 'text', class: 'ordinary' },
    },
  },
  'open-matter': {
    many: true,
    label: ['matter'],
    fields: {
      matter: { type: 'text', class: 'ordinary', required: true },
      group: { type: 'choice', class: 'ordinary', choices: 'matter-group' },
      description: { type: 'text', class: 'ordinary' },
      nextStep: { type: 'text', class: 'ordinary' },
      due: { type: 'date', class: 'ordinary' },
      amount: { type: 'money', class: 'sensitive' },
      risk: { type: 'choice', class: 'ordinary', choices: 'level' },
    },
  },
  custody: {
    many: true,
    label: ['object', 'name'],
    number: 'serial',
    fields: {
      object: { type: 'choice', class: 'ordinary', choices: 'custody-object', required: true },
      name: { type: 'text', class: 'ordinary' },
      serial: { type: 'text', class: 'ordinary' },
      quantity: { type: 'integer', class: 'ordinary', required: true },
      unit: { type: 'text', class: 'ordinary' },
      use: { type: 'choice', class: 'ordinary', choices: 'key-use' },
      original: { type: 'choice', class: 'ordinary', choices: 'original' },
      amount: { type: 'money', class: 'sensitive' },
      place: { type: 'text', class: 'ordinary' },
      holder: { type: 'name', class: 'sensitive' },
      validUntil: { type: 'date', class: 'ordinary' },
      note: { type: 'text', class: 'ordinary' },
    },
  },
  ledger: {
    many: true,
    label: ['name', 'software'],
    number: 'lastVoucher',
    fields: {
      name: { type: 'text', class: 'ordinary', required: true },
      software: { type: 'text', class: 'ordinary' },
      softwareVersion: { type: 'text', class: 'ordinary' },
      standard: { type: 'choice', class: 'ordinary', choices: 'accounting-standard' },
      openedFrom: { type: 'period', class: 'ordinary' },
      closedThrough: { type: 'period', class: 'ordinary' },
      lastVoucher: { type: 'text', class: 'ordinary' },
      trialBalanced: { type: 'flag', class: 'ordinary' },
      users: { type: 'text', class: 'sensitive' },
      place: { type: 'text', class: 'ordinary' },
      note: { type: 'text', class: 'ordinary' },
    },
  },
  'archive-volume': {
    many: true,
    label: ['kind', 'name'],
    number: 'volume',
    fields: {
      kind: { type: 'choice', class: 'ordinary', choices: 'archive-kind', required: true },
      name: { type: 'text', class: 'ordinary' },
      volume: { type: 'text', class: 'ordinary' },
      archiveCode: { type: 'text', class: 'ordinary' },
      from: { type: 'period', class: 'ordinary' },
      until: { type: 'period', class: 'ordinary' },
      count: { type: 'integer', class: 'ordinary' },
      unit: { type: 'text', class: 'ordinary' },
      medium: { type: 'choice', class: 'ordinary', choices: 'medium' },
      original: { type: 'choice', class: 'ordinary', choices: 'original' },
      place: { type: 'text', class: 'ordinary' },
      retention: { type: 'choice', class: 'ordinary', choices: 'retention' },
      note: { type: 'text', class: 'ordinary' },
    },
  },
  habit: {
    many: true,
    label: ['topic'],
    fields: {
      topic: { type: 'choice', class: 'ordinary', choices: 'habit-topic' },
      content: { type: 'text', class: 'ordinary', required: true },
    },
  },
  invoice: {
    many: true,
    label: ['kind'],
    number: 'firstNumber',
    fields: {
      kind: { type: 'choice', class: 'ordinary', choices: 'invoice-kind', required: true },
      code: { type: 'text', class: 'ordinary' },
      firstNumber: { type: 'text', class: 'ordinary' },
      lastNumber: { type: 'text', class: 'ordinary' },
      blank: { type: 'integer', class: 'ordinary' },
      used: { type: 'integer', class: 'ordinary' },
      voided: { type: 'integer', class: 'ordinary' },
      limit: { type: 'money', class: 'sensitive' },
      asOf: { type: 'date', class: 'ordinary' },
      place: { type: 'text', class: 'ordinary' },
      note: { type: 'text', class: 'ordinary' },
    },
  },
  payroll: {
    many: true,
    label: ['period'],
    fields: {
      period: { type: 'period', class: 'ordinary', required: true },
      payday: { type: 'text', class: 'ordinary' },
      headcount: { type: 'integer', class: 'ordinary' },
      gross: { type: 'money', class: 'sensitive' },
      taxHeadcount: { type: 'integer', class: 'ordinary' },
      taxWithheld: { type: 'money', class: 'sensitive' },
      insuredHeadcount: { type: 'integer', class: 'ordinary' },
      insuranceBase: { type: 'money', class: 'sensitive' },
      insuranceAccount: { type: 'account', class: 'sensitive' },
      fundHeadcount: { type: 'integer', class: 'ordinary' },
      fundBase: { type: 'money', class: 'sensitive' },
      fundAccount: { type: 'account', class: 'sensitive' },
      note: { type: 'text', class: 'sensitive' },
    },
  },
} as const satisfies Record<string, KindOfRecord>;

export type RecordKind = keyof typeof catalogue;

export const recordKinds = Object.keys(catalogue) as [RecordKind, ...RecordKind[]];
export const recordKindSchema = z.enum(recordKinds);

type FieldsOf<Kind extends RecordKind> = (typeof catalogue)[Kind]['fields'];

/** The name of a field of the kind. */
export type FieldName<Kind extends RecordKind> = Extract<keyof FieldsOf<Kind>, string>;

type ValueOf<Is> = Is extends { choices: infer Set extends ChoiceSet }
  ? Choice<Set>
  : Is extends { type: 'integer' }
    ? number
    : Is extends { type: 'flag' }
      ? boolean
      : string;

type RequiredOf<Kind extends RecordKind> = {
  [Name in FieldName<Kind>]: FieldsOf<Kind>[Name] extends { required: true } ? Name : never;
}[FieldName<Kind>];

/** A record of the kind: an empty field is absent, never an empty string or null. */
export type RecordOf<Kind extends RecordKind> = {
  [Name in RequiredOf<Kind>]: ValueOf<FieldsOf<Kind>[Name]>;
} & {
  [Name in Exclude<FieldName<Kind>, RequiredOf<Kind>>]?: ValueOf<FieldsOf<Kind>[Name]>;
};

/** A record, or part of one, whose kind is known only at run time. */
export type AnyRecord = Partial<Record<string, FieldValue>>;

/** The kind with its fields, for code that goes through them. */
export function kindOf(kind: RecordKind): KindOfRecord {
  return catalogue[kind];
}

/** The fields of the kind in the order they are shown. */
export function fieldsOf(kind: RecordKind): [name: string, field: Field][] {
  return Object.entries<Field>(catalogue[kind].fields);
}

/** The field of the kind with that name; undefined when there is none. */
export function fieldOf(kind: RecordKind, name: string): Field | undefined {
  return kindOf(kind).fields[name];
}
