import type { DifferenceKind } from '../engine/difference.ts';
import type { Normaliser } from '../engine/normalise/normaliser.ts';

export interface ReportWords {
  title: string;
  inputs: string;
  left: string;
  right: string;
  totals: string;
  rows: string;
  difference: string;
  unexplained: string;
  counts: string;
  columns: string;
  normaliser: string;
  key: string;
  kind: string;
  column: string;
  first: (most: number) => string;
  signing: string;
  pen: string;
  date: string;
  sides: Record<'outgoing' | 'incoming', string>;
  unconfirmed: string;
  kinds: Record<DifferenceKind, string>;
  /** How values are made comparable, by kind, and what then does not count. */
  by: Record<Normaliser['kind'], string>;
  ignoring: string;
  steps: Record<string, string>;
}

/** What the report says, as a printed form: its words do not change with the program's. */
export const reportWords: Record<'zh' | 'en', ReportWords> = {
  zh: {
    title: '数据核对报告',
    inputs: '核对的两份数据',
    left: '左(移交)',
    right: '右(现有)',
    totals: '控制总数(元)',
    rows: '行数',
    difference: '右 − 左',
    unexplained: '未解释',
    counts: '差异',
    columns: '核对的列与规范化方式',
    normaliser: '规范化',
    key: '主键',
    kind: '类别',
    column: '列',
    first: (most) => `差异明细(最多列 ${most} 条,全部见结果文件)`,
    signing: '双方确认以上总数',
    pen: '签名或盖章',
    date: '日期',
    sides: { outgoing: '移交方', incoming: '接收方' },
    unconfirmed: '未确认',
    kinds: { changed: '不同', removed: '缺少', added: '多出', duplicate: '主键重复', equivalent: '仅写法不同' },
    by: {
      none: '原样',
      text: '文本',
      digits: '只看数字',
      amount: '金额,到分',
      date: '日期',
      'credit-code': '统一社会信用代码',
    },
    ignoring: '不计',
    steps: {
      'blanks edge': '首尾空格',
      'blanks all': '空格',
      width: '全半角',
      brackets: '括号写法',
      case: '大小写',
      script: '繁简',
      phone: '区号写法',
      toleranceFen: '容差(分)',
      serial: '表格日期序号',
    },
  },
  en: {
    title: 'Report of a comparison',
    inputs: 'What was compared',
    left: 'Left (handed over)',
    right: 'Right (held)',
    totals: 'Control totals (yuan)',
    rows: 'Rows',
    difference: 'Right − left',
    unexplained: 'Unexplained',
    counts: 'Differences',
    columns: 'Columns and how they were made comparable',
    normaliser: 'Normaliser',
    key: 'Key',
    kind: 'Kind',
    column: 'Column',
    first: (most) => `Differences (the first ${most}; all are in the result file)`,
    signing: 'Both parties agree on these totals',
    pen: 'Signature or seal',
    date: 'Date',
    sides: { outgoing: 'Outgoing side', incoming: 'Incoming side' },
    unconfirmed: 'not confirmed',
    kinds: {
      changed: 'Changed',
      removed: 'Removed',
      added: 'Added',
      duplicate: 'Key doubled',
      equivalent: 'Only written differently',
    },
    by: {
      none: 'as written',
      text: 'text',
      digits: 'digits only',
      amount: 'amount to the fen',
      date: 'date',
      'credit-code': 'credit code',
    },
    ignoring: 'ignoring',
    steps: {
      'blanks edge': 'blanks at the edges',
      'blanks all': 'blanks',
      width: 'full width',
      brackets: 'kinds of brackets',
      case: 'letter case',
      script: '繁/简',
      phone: 'country code',
      toleranceFen: 'tolerance (fen)',
      serial: 'day numbers of spreadsheets',
    },
  },
};
