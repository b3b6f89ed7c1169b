import type { ItemKind, PlaybookContent, StatutoryKind } from './playbook-shape.ts';

export const evidence: PlaybookContent['evidence'] = [
  { key: 'count', name: { zh: '当面清点数量', en: 'Counted face to face' } },
  { key: 'serial', name: { zh: '编号或序列号', en: 'Number or serial' } },
  { key: 'photo', name: { zh: '实物照片或印模', en: 'Photo or imprint' } },
  { key: 'file', name: { zh: '文件及其校验值', en: 'File and its hash' } },
  { key: 'opened', name: { zh: '接收人打开查看', en: 'Opened by the receiver' } },
  { key: 'binding-receipt', name: { zh: '解绑、绑定回执或截图', en: 'Receipt of unbinding and binding' } },
  { key: 'client-confirmation', name: { zh: '客户确认', en: 'Confirmed by the client' } },
  { key: 'token', name: { zh: '开启凭证（接收人解封后返回）', en: 'Token returned by the receiver who opened it' } },
  { key: 'signed-in', name: { zh: '接收人实际登录', en: 'The receiver signed in' } },
  { key: 'retelling', name: { zh: '接收人复述记录', en: 'Told back by the receiver' } },
  { key: 'statement', name: { zh: '对账单、回单或账簿页', en: 'Statement, slip or page of the books' } },
  { key: 'reconciliation', name: { zh: '余额调节表', en: 'Reconciliation of the balance' } },
  { key: 'filing-receipt', name: { zh: '申报回执或完税凭证', en: 'Filing receipt or proof of payment' } },
  { key: 'deadline', name: { zh: '承接人和办理期限', en: 'Who takes it on, and until when' } },
];

export const methods: PlaybookContent['methods'] = [
  {
    key: 'physical',
    name: { zh: '实物移交', en: 'Physical' },
    proof: {
      zh: '接收人当面清点，核对编号，拍照留存',
      en: 'The receiver counts face to face, compares the number, takes a photo',
    },
    evidence: ['count', 'serial', 'photo'],
  },
  {
    key: 'file',
    name: { zh: '文件移交', en: 'File' },
    proof: {
      zh: '接收人亲自打开，确认可读、内容相符',
      en: 'The receiver opens it and finds it readable and as described',
    },
    evidence: ['file', 'opened'],
  },
  {
    key: 'rebind',
    name: { zh: '身份换绑', en: 'Rebinding' },
    proof: {
      zh: '解绑移交人、绑定接收人本人，留存回执',
      en: 'The transferor is unbound, the receiver bound in person, with the receipt',
    },
    evidence: ['binding-receipt'],
  },
  {
    key: 'secret',
    name: { zh: '密封移交', en: 'Sealed secret' },
    proof: {
      zh: '重新密封给接收人，由接收人亲自打开并实际登录，签署后更换',
      en: 'Sealed anew to the receiver, who opens it and signs in; changed after sign-off',
    },
    evidence: ['token'],
  },
  {
    key: 'knowledge',
    name: { zh: '讲解移交', en: 'Knowledge' },
    proof: { zh: '移交人讲解，接收人复述，双方确认', en: 'Explained by the transferor, told back by the receiver' },
    evidence: ['retelling'],
  },
  {
    key: 'balance',
    name: { zh: '余额核对', en: 'Balance' },
    proof: {
      zh: '按截至日期与对账单或账簿核对，不符的编制余额调节表',
      en: 'Compared with statement or books as of its date; a difference is explained in a reconciliation',
    },
    evidence: ['statement'],
  },
  {
    key: 'obligation',
    name: { zh: '义务承接', en: 'Obligation' },
    proof: { zh: '接收人承接该事项并确认办理期限', en: 'The receiver takes it on and confirms its date' },
    evidence: ['deadline'],
  },
];

/** The fourteen kinds of what is really handed over. */
export const kinds: ItemKind[] = [
  {
    key: 'licences',
    number: 1,
    name: { zh: '企业证照', en: 'Licences' },
    contains: {
      zh: '营业执照正副本、许可证、资质证书、章程、法定代表人身份证复印件等',
      en: 'Business licence, permits, qualifications, articles, copy of the legal representative’s identity card',
    },
    methods: ['physical', 'file', 'rebind'],
    critical: false,
  },
  {
    key: 'seals',
    number: 2,
    name: { zh: '印章', en: 'Seals' },
    contains: {
      zh: '公章、财务专用章、法人名章、发票专用章、合同专用章',
      en: 'Company, finance, legal representative’s, invoice and contract seals',
    },
    methods: ['physical'],
    critical: true,
  },
  {
    key: 'keys',
    number: 3,
    name: { zh: 'U盾、UKey、CA证书和加密狗', en: 'UKeys, CA certificates and dongles' },
    contains: {
      zh: '网银U盾（制单、复核）、税务UKey、CA证书、软件加密狗及其密码',
      en: 'Bank UKeys (making, reviewing), tax UKeys, CA certificates, software dongles and their PINs',
    },
    methods: ['physical', 'secret'],
    critical: true,
  },
  {
    key: 'tax',
    number: 4,
    name: { zh: '税务', en: 'Tax' },
    contains: {
      zh: '电子税务局和个税系统的身份、税费种认定、申报状态、完税凭证、税务文书',
      en: 'Roles at the e-tax bureau and the personal tax portal, taxes assessed, state of filings, proofs of payment, tax letters',
    },
    methods: ['rebind', 'secret', 'file', 'balance', 'obligation'],
    critical: false,
  },
  {
    key: 'invoices',
    number: 5,
    name: { zh: '发票', en: 'Invoices' },
    contains: {
      zh: '开票身份、空白和已开发票、授信额度、待开和待认证发票',
      en: 'Invoicing roles, blank and issued invoices, issuing limit, invoices still to be issued or verified',
    },
    methods: ['physical', 'file', 'rebind', 'secret'],
    critical: false,
  },
  {
    key: 'ledgers',
    number: 6,
    name: { zh: '账套', en: 'Ledgers' },
    contains: {
      zh: '财务软件账套、操作员权限、已结账期间、末张凭证号、科目余额表、数据备份',
      en: 'Ledgers in the accounting software, user rights, period closed through, last voucher, trial balance, backups',
    },
    methods: ['file', 'rebind', 'secret', 'physical'],
    critical: false,
  },
  {
    key: 'books',
    number: 7,
    name: { zh: '凭证账簿报表', en: 'Vouchers, books and reports' },
    contains: {
      zh: '原始凭证、记账凭证、总账、明细账、日记账、财务会计报告、对账单、纳税申报表',
      en: 'Source and accounting vouchers, general and detail ledgers, day books, reports, statements, tax returns',
    },
    methods: ['physical', 'file'],
    critical: false,
  },
  {
    key: 'bank',
    number: 8,
    name: { zh: '银行', en: 'Bank' },
    contains: {
      zh: '银行账户、网银身份、回单卡、印鉴卡、存款余额、现金、有价证券、支票簿',
      en: 'Accounts, online banking roles, slip cards, seal cards, deposits, cash, securities, cheque books',
    },
    methods: ['balance', 'physical', 'rebind', 'secret', 'file'],
    critical: false,
  },
  {
    key: 'assets',
    number: 9,
    name: { zh: '往来与资产', en: 'Balances and assets' },
    contains: {
      zh: '应收应付、预收预付、其他往来、存货、固定资产',
      en: 'Receivables, payables, advances, prepayments, stock, fixed assets',
    },
    methods: ['balance', 'file'],
    critical: false,
  },
  {
    key: 'contracts',
    number: 10,
    name: { zh: '合同与收费', en: 'Contracts and fees' },
    contains: {
      zh: '代理记账委托合同及补充协议、收费标准、已收费至、欠费',
      en: 'Bookkeeping contract and amendments, fee, paid through, arrears',
    },
    methods: ['file', 'physical', 'balance'],
    critical: false,
  },
  {
    key: 'payroll',
    number: 11,
    name: { zh: '工资社保', en: 'Payroll and social insurance' },
    contains: {
      zh: '工资表、个税申报人员、社保和公积金账户、增减员事项',
      en: 'Payroll, people in the tax return, social insurance and housing fund accounts, joiners and leavers',
    },
    methods: ['file', 'rebind', 'secret', 'balance'],
    critical: false,
  },
  {
    key: 'open-matters',
    number: 12,
    name: { zh: '未了事项与风险', en: 'Open matters and risks' },
    contains: {
      zh: '正在办理的业务、税务风险提示、争议、客户已提出尚未答复的要求',
      en: 'Business under way, risk notices of the tax bureau, disputes, requests not yet answered',
    },
    methods: ['obligation', 'knowledge'],
    critical: false,
  },
  {
    key: 'relations',
    number: 13,
    name: { zh: '客户关系与习惯', en: 'Client relations and habits' },
    contains: {
      zh: '沟通方式和企业微信客户关系、取送资料习惯、开票和付款习惯、注意事项',
      en: 'Ways of contact and the WeCom relation, fetching of papers, invoicing and paying habits, cautions',
    },
    methods: ['knowledge', 'rebind'],
    critical: false,
  },
  {
    key: 'calendar',
    number: 14,
    name: { zh: '日历', en: 'Calendar' },
    contains: {
      zh: '今后的申报、缴费、年报、合同到期等期限',
      en: 'Coming deadlines: filings, payments, annual reports, ends of contracts',
    },
    methods: ['obligation'],
    critical: false,
  },
];

/** What 规范 Art. 27 names, in its own words and order. */
export const statutoryKinds: StatutoryKind[] = (
  [
    ['vouchers', '会计凭证', 'Vouchers', 'books', false],
    ['account-books', '会计账簿', 'Account books', 'books', false],
    ['reports', '会计报表', 'Accounting reports', 'books', false],
    ['seals', '印章', 'Seals', 'seals', false],
    ['cash', '现金', 'Cash', 'bank', false],
    ['securities', '有价证券', 'Securities', 'bank', false],
    ['cheque-books', '支票簿', 'Cheque books', 'bank', false],
    ['invoices', '发票', 'Invoices', 'invoices', false],
    ['documents', '文件', 'Documents', 'licences', false],
    ['other-material', '其他会计资料和物品', 'Other accounting material and objects', 'books', false],
    ['software-and-passwords', '会计软件及密码', 'Accounting software and passwords', 'ledgers', true],
    ['data-media', '数据磁盘及有关资料', 'Data media and related material', 'ledgers', true],
  ] as const
).map(([key, zh, en, kind, computerisedOnly]) => ({
  key,
  name: { zh, en },
  kind,
  computerisedOnly,
  rule: 'basic-work-27',
}));
