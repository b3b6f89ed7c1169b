/** What of a file said it, and in which words. */
export interface Said {
  from: 'name' | 'folder' | 'content';
  words: string;
}

/** What kind of archive a file may be and of which year, each with what says so; null where nothing does. For a person to confirm. */
export interface SuggestedFiling {
  kind: (Said & { key: string }) | null;
  year: (Said & { year: number }) | null;
}

/** A kind that the firm has added is known by its name. */
type OwnKind = { key: string; zh: string };
type Words = readonly (readonly [kind: string, pattern: RegExp])[];

/** Words of the field for each kind, the narrower ones first: a 余额调节表 is about a bank, and no statement of it. */
const words: Words = [
  ['archive-handover-list', /移交清册|交接清册/],
  ['archive-custody-list', /保管清册/],
  ['archive-destruction-list', /销毁清册/],
  ['archive-appraisal', /鉴定意见/],
  ['bank-reconciliation', /余额调节|未达账项/],
  ['bank-statement', /对账单|银行流水|交易明细/],
  ['tax-return', /申报表|纳税申报|完税|汇算清缴/],
  ['annual-report', /年报|年度(?:财务|会计)?报(?:告|表)|审计报告/],
  ['interim-report', /月报|季报|半年报|资产负债表|利润表|现金流量表|财务报表/],
  ['general-ledger', /总账|总分类账/],
  ['day-book', /日记账/],
  ['detail-ledger', /明细账|分类账/],
  ['fixed-asset-card', /固定资产卡片|资产卡片/],
  ['accounting-voucher', /记账凭证|凭证/],
  ['source-voucher', /发票|收据|回单|报销单|入库单|出库单|原始凭证|付款单|收款单/],
];

/** A paper says what it is at its head; further down it says what it is about. */
const head = 400;

/**
 * Reads name, folder and beginning of a file; what the name says goes before what the folder says, and that before the content, of
 * which what stands first counts. `present` is this year.
 */
export function suggestFiling(
  { name, folder, content = '' }: { name: string; folder: string; content?: string },
  present: number,
  own: readonly OwnKind[] = [],
): SuggestedFiling {
  const known: Words = [
    ...own.map(({ key, zh }) => [key, new RegExp(zh.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`))] as const),
    ...words,
  ];
  const said: [from: Said['from'], text: string][] = [
    ['name', name],
    ...folder
      .split('/')
      .toReversed()
      .map((text): [Said['from'], string] => ['folder', text]),
    ['content', content.replaceAll(/\s+/g, '').slice(0, head)],
  ];
  return {
    kind: firstOf(said, (text, from) => (from === 'content' ? foremost(text, known) : narrowest(text, known))),
    year: firstOf(said, (text) => yearIn(text, present)),
  };
}

function narrowest(text: string, known: Words) {
  for (const [key, pattern] of known) {
    const found = pattern.exec(text);
    if (found) return { key, words: found[0] };
  }
  return null;
}

function foremost(text: string, known: Words) {
  const found = known.flatMap(([key, pattern]) => {
    const hit = pattern.exec(text);
    return hit ? [{ key, words: hit[0], at: hit.index }] : [];
  });
  const [first] = found.toSorted((one, other) => one.at - other.at);
  return first ? { key: first.key, words: first.words } : null;
}

/** Four digits that are a year of the past forty years, alone or before a month: `2026`, `2026年10月`, `2026-10`, `202610`. */
function yearIn(text: string, present: number) {
  for (const [digits] of text.matchAll(/(?<!\d)(?:19|20)\d{2}(?=\D|$|(?:0[1-9]|1[0-2])(?:\d{2})?(?!\d))/g)) {
    const year = Number(digits);
    if (year <= present && year > present - 40) return { year, words: digits };
  }
  return null;
}

function firstOf<T>(
  said: [from: Said['from'], text: string][],
  find: (text: string, from: Said['from']) => T | null,
): (T & Pick<Said, 'from'>) | null {
  for (const [from, text] of said) {
    const found = find(text, from);
    if (found !== null) return { ...found, from };
  }
  return null;
}
