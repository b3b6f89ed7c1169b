/** What kind of archive a file may be, and of which year, by what it is called; null where the name does not say. */
export interface SuggestedFiling {
  kind: string | null;
  year: number | null;
}

/** Words of the field for each kind, the narrower ones first: a 余额调节表 is about a bank, and no statement of it. */
const words: readonly [kind: string, pattern: RegExp][] = [
  ['archive-handover-list', /移交清册|交接清册/],
  ['archive-custody-list', /保管清册/],
  ['archive-destruction-list', /销毁清册/],
  ['archive-appraisal', /鉴定意见/],
  ['bank-reconciliation', /余额调节|未达账项/],
  ['bank-statement', /对账单|银行流水|交易明细/],
  ['tax-return', /申报表|纳税申报|完税|汇算清缴/],
  ['annual-report', /年报|年度(财务|会计)?报(告|表)|审计报告/],
  ['interim-report', /月报|季报|半年报|资产负债表|利润表|现金流量表|财务报表/],
  ['general-ledger', /总账|总分类账/],
  ['day-book', /日记账/],
  ['detail-ledger', /明细账|分类账/],
  ['fixed-asset-card', /固定资产卡片|资产卡片/],
  ['accounting-voucher', /记账凭证|凭证/],
  ['source-voucher', /发票|收据|回单|报销单|入库单|出库单|原始凭证|付款单|收款单/],
];

/** Reads name and folder of a file; what the name says goes before what the folder says. `present` is this year. */
export function suggestFiling({ name, folder }: { name: string; folder: string }, present: number): SuggestedFiling {
  const said = [name, ...folder.split('/').toReversed()];
  return { kind: firstOf(said, kindIn), year: firstOf(said, (text) => yearIn(text, present)) };
}

function kindIn(text: string): string | null {
  return words.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** Four digits that are a year of the past forty years, alone or before a month: `2026`, `2026年10月`, `2026-10`, `202610`. */
function yearIn(text: string, present: number): number | null {
  for (const [digits] of text.matchAll(/(?<!\d)(?:19|20)\d{2}(?=\D|$|(?:0[1-9]|1[0-2])(?:\d{2})?(?!\d))/g)) {
    const year = Number(digits);
    if (year <= present && year > present - 40) return year;
  }
  return null;
}

function firstOf<T>(said: string[], find: (text: string) => T | null): T | null {
  for (const text of said) {
    const found = find(text);
    if (found !== null) return found;
  }
  return null;
}
