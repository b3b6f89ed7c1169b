import { narrow } from '#platform/kernel/narrow.ts';
import { checkUscc } from '#platform/kernel/uscc.ts';
import { readAmount } from './amount.ts';
import { withoutBlanks } from './blanks.ts';
import { normaliseDate } from './date.ts';
import { bareFigures } from './written.ts';

/** What the values of a column are: `number` is a count or rate of which nobody said that it is money, `empty` has no value. */
export type ColumnKind =
  | 'amount'
  | 'date'
  | 'serial-date'
  | 'phone'
  | 'account'
  | 'credit-code'
  | 'email'
  | 'number'
  | 'code'
  | 'text'
  | 'empty';

const words = {
  amount:
    /金额|余额|总额|税额|额$|(服务|代账|记账|代理|月|年)?费(用|$|\()|价|款(项|$|\()|工资|薪|收入|支出|成本|利润|欠|资本|借方|贷方|本金|利息|amount|balance|fee|price|total|salary|payment|loan|debit|credit$/i,
  date: /日期|时间|[日天]$|起$|止$|至$|date|day|time|\bon$/i,
  phone: /电话|手机|传真|联系方式|phone|mobile|\btel|fax/i,
  account: /[账帐]号|[账帐]户|卡号|account/i,
};
/** What numbers or counts things, not money. */
const counted =
  /编号|编码|代码|序号|\bid$|_id$|\bno\.?$|_no$|code$|数量|人数|笔数|份数|户数|比例|比率|税率|年限|count|quantity|rate|ratio|number/i;

/** The share of the filled cells that must look alike: a few faulty ones do not change what the column is. */
const share = 0.8;

/** What the column is by its header and its first values, blank ones left out. */
export function columnKind(header: string, values: readonly string[]): ColumnKind {
  const cells = values.map(bareFigures).filter((cell) => cell !== '');
  if (cells.length === 0) return 'empty';
  const name = withoutBlanks(narrow(header));
  const most = (looks: (cell: string) => boolean) => areMost(cells, looks);
  if (most((cell) => /^[^@]+@[^@]+\.\w+$/.test(cell))) return 'email';
  if (most(isCreditCode)) return 'credit-code';
  if (most(isDay)) return 'date';
  if (words.date.test(name) && most((cell) => /^[2-6]\d{4}$/.test(cell))) return 'serial-date';
  const digits = (cell: string) => cell.replace(/[-()+‐-―转]/g, '');
  const mobile = (cell: string) => /^(86|0086)?1[3-9]\d{9}$|^(86|0086)?0\d{9,14}$|^[48]00\d{7}$/.test(digits(cell));
  if (!words.account.test(name)) {
    if (most(mobile)) return 'phone';
    if (words.phone.test(name) && most((cell) => /^\d{7,16}$/.test(digits(cell)))) return 'phone';
  }
  if (words.account.test(name) && !words.amount.test(name) && most((cell) => /^\d{6,30}$/.test(digits(cell))))
    return 'account';
  if (most((cell) => /^\d{15,30}$/.test(digits(cell)))) return 'account';
  if (most((cell) => typeof readAmount(cell) === 'bigint')) return kindOfNumbers(name, cells);
  if (most((cell) => /^[-+]?\d+(\.\d+)?%?$/.test(cell))) return 'number';
  return most((cell) => /^[\w./#-]*\d[\w./#-]*$/.test(cell)) ? 'code' : 'text';
}

/** Whether enough of the cells look so; it looks no further than it must. */
function areMost(cells: readonly string[], looks: (cell: string) => boolean): boolean {
  let others = 0;
  for (const cell of cells) if (!looks(cell) && cells.length - ++others < cells.length * share) return false;
  return true;
}

/** Numbers are money where the header says so, or where they are written as money is. */
function kindOfNumbers(name: string, cells: string[]): ColumnKind {
  if (counted.test(name)) return 'number';
  if (words.amount.test(name)) return 'amount';
  return areMost(cells, (cell) => /^[^%]*\d\.\d\d\)?元?$|[¥元万亿]|\d,\d{3}/.test(cell)) ? 'amount' : 'number';
}

function isCreditCode(cell: string): boolean {
  const check = checkUscc(cell.replaceAll('-', '').toUpperCase());
  return check.valid || (!/^\d+$/.test(cell) && (check.reason === 'check' || check.reason === 'organisation-check'));
}

function isDay(cell: string): boolean {
  if (/^\d{6}$/.test(cell) || /^\d{1,3}\./.test(cell)) return false;
  const { text, doubt } = normaliseDate(cell);
  return doubt === null && text >= '1900' && text < '2200';
}
