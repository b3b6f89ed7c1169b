import type { RecordDraft } from '#modules/client/client.contract.ts';
import { filingCalendar } from '#platform/calendar/filing-calendar.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { type LocalDate, addDays } from '#platform/kernel/local-date.ts';
import { checkUscc } from '#platform/kernel/uscc.ts';
import { banks, businesses, companyWords, districts, familyNames, givenNames, roads } from './demo-words.ts';
import { type Seeded, seeded } from './seeded.ts';

/** An invented client: its records as the client operation takes them. */
export interface DemoClient {
  number: string;
  name: string;
  records: RecordDraft[];
}

/** One that the firm has taken in. */
export interface TakenIn extends DemoClient {
  id: ClientId;
}

/**
 * Invented clients of every trade with records of every kind, the same at each run for the same day. Codes pass GB 32100
 * with a region and an organisation that do not exist, phones begin with 1990000, banks and roads are examples.
 */
export function demoClients(count: number, today: LocalDate, accountant: (at: number) => string): DemoClient[] {
  const chance = seeded(20_261_123);
  return Array.from({ length: count }, (_, at) => {
    const number = `KH${String(at + 1).padStart(5, '0')}`;
    const { word, trade, form } = businesses[at % businesses.length]!;
    const name = `上海${companyWords[(at * 7 + Math.floor(at / 40)) % companyWords.length]!}${word}${form}`;
    const facts: Facts = {
      at,
      number,
      name,
      trade,
      today,
      chance,
      accountant: accountant(at),
      general: chance.percent(40),
    };
    return { number, name, records: everyRecord(facts) };
  });
}

interface Facts {
  at: number;
  number: string;
  name: string;
  trade: (typeof businesses)[number]['trade'];
  today: LocalDate;
  chance: Seeded;
  accountant: string;
  general: boolean;
}

function everyRecord(of: Facts): RecordDraft[] {
  return [
    basic(of),
    ...contacts(of),
    contract(of),
    ...accountsAndBalances(of),
    ...roles(of),
    ...filings(of),
    ...openMatters(of),
    ...custody(of),
    ledger(of),
    ...volumes(of),
    ...habits(of),
    invoice(of),
    payroll(of),
  ];
}

function basic({ at, number, name, trade, chance, general, today }: Facts): RecordDraft {
  const district = chance.pick(districts);
  const state = at === 11 ? 'suspended' : at === 23 ? 'deregistering' : at === 37 ? 'abnormal' : 'normal';
  const address = `上海市${district}区${chance.pick(roads)}${chance.between(1, 999)}号`;
  return {
    kind: 'basic',
    fields: {
      number,
      name,
      uscc: usccOf(at),
      state,
      taxpayerType: general ? 'general' : 'small-scale',
      trade,
      legalPerson: personName(chance),
      registeredCapital: yuan(chance.between(10, 500) * 10_000),
      establishedOn: addDays(today, -chance.between(400, 4000)),
      registeredAddress: address,
      businessAddress: address,
      taxAuthority: `国家税务总局上海市${district}区税务局`,
    },
  };
}

function contacts({ at, chance }: Facts): RecordDraft[] {
  const contact = (duty: string, main: boolean, extension: number): RecordDraft => ({
    kind: 'contact',
    fields: {
      name: personName(chance),
      duty,
      phone: `1990000${String(at * 3 + extension).padStart(4, '0')}`,
      email: `kh${at + 1}-${extension}@example.com`,
      channel: main ? 'wecom' : 'phone',
      main,
    },
  });
  return [contact('财务负责人', true, 0), ...(chance.percent(60) ? [contact('老板', false, 1)] : [])];
}

function contract({ at, chance, today }: Facts): RecordDraft {
  const ended = at % 17 === 5;
  const endsOn = ended ? addDays(today, -chance.between(5, 60)) : addDays(today, chance.between(20, 700));
  const behind = at % 13 === 4;
  const month = monthBefore(today, behind ? 4 : 1);
  return {
    kind: 'contract',
    fields: {
      number: `QM-${endsOn.slice(0, 4)}-${String(at + 1).padStart(4, '0')}`,
      services: '代理记账、纳税申报',
      startsOn: addDays(endsOn, -1095),
      endsOn,
      fee: yuan(chance.pick([300, 400, 500, 600, 800, 1200])),
      feeCycle: 'monthly',
      paidThrough: lastDayOf(month),
      ...(behind ? { arrears: yuan(chance.between(2, 6) * 300) } : {}),
      original: 'original',
      place: `${chance.pick(['A', 'B', 'C'])}柜${chance.between(1, 8)}层`,
    },
  };
}

function accountsAndBalances({ at, chance, today }: Facts): RecordDraft[] {
  const asOf = lastDayOf(monthBefore(today, 1));
  const account = (bank: string, nature: 'basic' | 'general', extension: number): RecordDraft => ({
    kind: 'bank-account',
    fields: {
      bank,
      account: `9900${String(at).padStart(6, '0')}${String(chance.between(0, 99_999)).padStart(5, '0')}${extension}`,
      nature,
      state: 'active',
      onlineBanking: nature === 'basic',
      statementsBy: '企业网银',
    },
  });
  const balance = (
    subject: string,
    code: string,
    group: string,
    direction: 'debit' | 'credit',
    most: number,
  ): RecordDraft => ({
    kind: 'balance',
    fields: {
      subject,
      code,
      group,
      direction,
      amount: yuan(chance.between(100, most), chance.between(0, 99)),
      asOf,
      source: '科目余额表',
    },
  });
  const second = chance.percent(40);
  return [
    account(at === 0 ? '中国建设银行上海松江支行' : chance.pick(banks), 'basic', 1),
    ...(second ? [account(chance.pick(banks), 'general', 2)] : []),
    at === 0
      ? {
          kind: 'balance',
          fields: {
            subject: '银行存款',
            code: '1002',
            group: 'bank',
            direction: 'debit',
            amount: '2190160.41',
            asOf,
            source: '日记账',
          },
        }
      : balance('银行存款', '1002', 'bank', 'debit', 3_000_000),
    ...(second ? [balance('银行存款-一般户', '100202', 'bank', 'debit', 200_000)] : []),
    balance('应收账款', '1122', 'receivable', 'debit', 800_000),
    balance('应付账款', '2202', 'payable', 'credit', 600_000),
    balance('应交税费', '2221', 'tax', 'credit', 90_000),
  ];
}

function roles({ at, accountant, chance }: Facts): RecordDraft[] {
  const role = (system: string, of: string, phone: number): RecordDraft => ({
    kind: 'role',
    fields: {
      system,
      role: of,
      account: `demo${at}${phone}`,
      boundPerson: accountant,
      boundPhone: `1990000${String(9000 + phone)}`,
      rebindState: 'bound',
    },
  });
  return [
    role('e-tax', 'tax-clerk', 1),
    role('invoicing', 'invoicing-clerk', 2),
    ...(chance.percent(50) ? [role('online-banking', 'maker', 3)] : []),
  ];
}

function filings({ general, today, chance, at }: Facts): RecordDraft[] {
  const last = monthBefore(today, 1);
  const filing = (tax: string, period: string, state: string, more: Record<string, string> = {}): RecordDraft => ({
    kind: 'filing',
    fields: { tax, period, state, ...more },
  });
  const filedOn = `${today.slice(0, 7)}-${String(chance.between(2, 14)).padStart(2, '0')}`;
  const due = filingDayAfter(today);
  return [
    filing('vat', general ? last : quarterOf(last), 'paid', { filedOn, amount: yuan(chance.between(0, 40_000)) }),
    filing('personal-income', last, 'filed', { filedOn }),
    filing('social-insurance', today.slice(0, 7), at % 29 === 3 ? 'overdue' : 'paid'),
    filing(general ? 'vat' : 'personal-income', today.slice(0, 7), 'not-filed', due ? { due } : {}),
    ...(general ? [filing('personal-income', today.slice(0, 7), 'not-filed', due ? { due } : {})] : []),
  ];
}

function openMatters({ at, today, chance }: Facts): RecordDraft[] {
  if (at % 4 !== 1) return [];
  const [matter, group, nextStep] = chance.pick([
    ['进项发票 3 张尚未认证', 'invoice', '本月征期前勾选认证'],
    ['银行手续费未取得回单', 'bank', '向开户行补打回单'],
    ['客户询问能否享受小微优惠', 'request', '核对从业人数和资产总额后答复'],
    ['税务局核查去年第四季度附加税', 'tax', '按通知书提交说明'],
  ] as const);
  return [
    {
      kind: 'open-matter',
      fields: {
        matter,
        group,
        nextStep,
        due: addDays(today, chance.between(5, 30)),
        risk: group === 'tax' ? 'high' : 'low',
      },
    },
  ];
}

function custody({ at, accountant }: Facts): RecordDraft[] {
  const object = (
    kind: string,
    unit: string,
    serial: string | null,
    place: string,
    more: Record<string, string> = {},
  ): RecordDraft => ({
    kind: 'custody',
    fields: {
      object: kind,
      quantity: 1,
      unit,
      original: 'original',
      ...(serial ? { serial } : {}),
      place,
      holder: accountant,
      ...more,
    },
  });
  const serial = String(at + 1).padStart(4, '0');
  return [
    object('business-licence', '份', null, '证照柜'),
    ...(at % 3 === 0 ? [object('finance-seal', '枚', null, '印章保险柜')] : []),
    ...(at % 2 === 0 ? [object('tax-ukey', '个', `TU-${serial}`, '密钥柜')] : []),
    ...(at % 5 === 0 ? [object('bank-ukey', '个', `BK-${serial}`, '密钥柜', { use: 'making' })] : []),
  ];
}

function ledger({ name, today, at }: Facts): RecordDraft {
  return {
    kind: 'ledger',
    fields: {
      name: `${name.slice(2, 4)}账套`,
      software: '示例财务软件',
      softwareVersion: '2026',
      standard: 'small-enterprise',
      openedFrom: '2024-01',
      closedThrough: monthBefore(today, 1),
      lastVoucher: `记-${String(20 + (at % 70))}`,
      trialBalanced: true,
      place: '服务器示例路径',
    },
  };
}

function volumes({ today, at }: Facts): RecordDraft[] {
  const year = today.slice(0, 4);
  const volume = (kind: string, name: string, retention: string, count: number, medium: string): RecordDraft => ({
    kind: 'archive-volume',
    fields: {
      kind,
      name,
      volume: `${kind === 'accounting-voucher' ? 'PZ' : 'BB'}-${year}-${String(at + 1).padStart(4, '0')}`,
      from: `${year}-01`,
      until: monthBefore(today, 1),
      count,
      unit: '册',
      medium,
      original: 'original',
      place: '档案室 3 排',
      retention,
    },
  });
  return [
    volume('accounting-voucher', `${year} 年记账凭证`, 'thirty-years', 10, 'paper'),
    volume('interim-report', `${year} 年月度财务报表`, 'ten-years', 1, 'electronic'),
  ];
}

function habits({ chance }: Facts): RecordDraft[] {
  const [topic, content] = chance.pick([
    ['documents', '每月 5 日前快递发票和回单,到付'],
    ['contact', '只在工作日下午回复企业微信,急事打电话'],
    ['invoicing', '开票前先在群里确认金额,不开含税单价'],
    ['caution', '对账单要盖章后的扫描件,不接受截图'],
  ] as const);
  return [{ kind: 'habit', fields: { topic, content } }];
}

function invoice({ general, today, at }: Facts): RecordDraft {
  return {
    kind: 'invoice',
    fields: {
      kind: general ? 'digital-special' : 'digital-ordinary',
      used: 10 + (at % 50),
      voided: at % 3,
      limit: yuan(general ? 500_000 : 100_000),
      asOf: lastDayOf(monthBefore(today, 1)),
    },
  };
}

function payroll({ chance, today }: Facts): RecordDraft {
  const headcount = chance.between(2, 18);
  return {
    kind: 'payroll',
    fields: {
      period: monthBefore(today, 1),
      payday: '每月 10 日',
      headcount,
      gross: yuan(headcount * chance.between(5000, 9000)),
      taxHeadcount: headcount,
      insuredHeadcount: headcount,
      insuranceBase: yuan(headcount * 7384),
    },
  };
}

/** A code of the region 319999, which does not exist, whose two check characters are right. */
function usccOf(at: number): string {
  const body = `91319999TEXT${String(at + 1).padStart(4, '0')}`;
  const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  for (const organisation of '0123456789X')
    for (const sign of signs) if (checkUscc(body + organisation + sign).valid) return body + organisation + sign;
  throw new Error(`no check characters for ${body}`);
}

function personName(chance: Seeded): string {
  return chance.pick(familyNames) + chance.pick(givenNames);
}

function yuan(whole: number, fen = 0): string {
  return `${whole}.${String(fen).padStart(2, '0')}`;
}

/** 2026-10: the month so many months before the day's. */
export function monthBefore(day: LocalDate, months: number): string {
  const at = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() - months);
  return at.toISOString().slice(0, 7);
}

/** The last day of a month. */
export function lastDayOf(month: string): LocalDate {
  const at = new Date(`${month}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + 1, 0);
  return at.toISOString().slice(0, 10) as LocalDate;
}

function quarterOf(month: string): string {
  return `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
}

/** The last filing day of the month after the day's, in which that month is declared; null while the kept calendar has none. */
export function filingDayAfter(today: LocalDate): LocalDate | null {
  const next = addDays(lastDayOf(today.slice(0, 7)), 1).slice(0, 7);
  const found = filingCalendar().filingDeadline(next);
  return found.known ? found.deadline : null;
}
