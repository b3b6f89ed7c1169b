import type { z } from 'zod';
import type {
  clientInventory,
  formParties,
  inventoryKind,
  inventoryLine,
  letterForm,
  summaryInventory,
} from './forms.ts';

type Line = z.input<typeof inventoryLine>;

/** The kinds of the form: those that the rules name and those that an agency adds. */
export const kinds: z.input<typeof inventoryKind>[] = [
  { key: 'papers', name: '企业证照' },
  { key: 'seals', name: '印章' },
  { key: 'tokens', name: 'U盾、CA 证书、加密狗' },
  { key: 'tax', name: '税务', remark: '63 项密码签后更换' },
  { key: 'invoices', name: '发票' },
  { key: 'books', name: '账套' },
  { key: 'vouchers', name: '会计凭证、账簿、报表' },
  { key: 'bank', name: '银行' },
  { key: 'cash', name: '现金、有价证券、支票簿' },
  { key: 'assets', name: '往来与资产' },
  { key: 'contracts', name: '合同与收费' },
  { key: 'open', name: '未了事项与风险' },
];

/** Lines such as an agency hands over of one client. */
export const lines: Line[] = [
  {
    kind: 'papers',
    name: '营业执照(副本)',
    number: '31000000202403150021',
    quantity: '1',
    unit: '份',
    medium: '纸质',
    original: '原件',
    place: '档案室 A-03-12',
    secrecy: '普通',
    transfer: '已移交',
    result: 'agreed',
  },
  {
    kind: 'seals',
    name: '财务专用章',
    number: '3101150087421',
    quantity: '1',
    unit: '枚',
    medium: '实物',
    place: '保险柜 2 号',
    secrecy: '机密',
    transfer: '已移交',
    result: 'agreed',
    remark: '与法人名章分人保管',
  },
  {
    kind: 'tokens',
    name: '招商银行网银 U盾(制单)',
    number: '9120 0455 1182',
    quantity: '1',
    unit: '个',
    medium: '实物',
    place: '保险柜 1 号',
    secrecy: '机密',
    transfer: '已移交',
    result: 'agreed',
  },
  { kind: 'tax', name: '办税员换绑', transfer: '已换绑', result: 'agreed', responsible: '王敏' },
  {
    kind: 'tax',
    name: '电子税务局登录密码',
    medium: '密封',
    secrecy: '密封',
    transfer: '已重新加封',
    result: 'agreed',
    remark: '签后更换',
  },
  {
    kind: 'books',
    name: '金蝶云星辰账套 2024–2026',
    from: '2024-01',
    to: '2026-10',
    quantity: '1',
    unit: '套',
    medium: '电子',
    secrecy: '内部',
    transfer: '已在实际操作状态下移交',
    result: 'agreed',
  },
  {
    kind: 'vouchers',
    name: '记账凭证',
    number: '2025-01 至 2025-36',
    from: '2025-01',
    to: '2025-12',
    quantity: '36',
    unit: '册',
    medium: '纸质',
    original: '原件',
    place: '档案室 B-11-02',
    secrecy: '内部',
    keepFor: '30 年',
    keptFor: '0 年',
    transfer: '已移交',
    result: 'agreed',
  },
  {
    kind: 'vouchers',
    name: '总账、明细账',
    number: 'Z-2025',
    from: '2025-01',
    to: '2025-12',
    quantity: '4',
    unit: '册',
    medium: '纸质',
    original: '原件',
    place: '档案室 B-11-03',
    secrecy: '内部',
    keepFor: '30 年',
    keptFor: '0 年',
    transfer: '已移交',
    result: 'agreed',
  },
  {
    kind: 'bank',
    name: '招商银行徐汇支行基本户余额',
    from: '2026-10-31',
    to: '2026-10-31',
    quantity: '128430.25',
    unit: '元',
    medium: '电子',
    original: '对账单',
    secrecy: '敏感',
    keepFor: '10 年',
    keptFor: '0 年',
    transfer: '已移交',
    result: 'corrected',
    difference: '账面 128,430.55,对账单 128,430.25,差 0.30 为 10 月手续费,已补记 记-118',
    responsible: '李娜',
    due: '2026-11-20',
  },
  {
    kind: 'assets',
    name: '应收账款明细',
    from: '2026-10',
    to: '2026-10',
    quantity: '1472469.81',
    unit: '元',
    medium: '电子',
    secrecy: '敏感',
    transfer: '已移交',
    result: 'agreed',
  },
  {
    kind: 'contracts',
    name: '代理记账合同',
    number: 'HT-2024-0178',
    from: '2024-03-01',
    to: '2027-02-28',
    quantity: '1',
    unit: '份',
    medium: '纸质',
    original: '复印件',
    place: '档案室 A-03-12',
    secrecy: '内部',
    keepFor: '30 年',
    transfer: '已移交',
    result: 'noted',
    difference: '原件不在本所',
    responsible: '李娜',
    due: '2026-12-15',
    cause: '原件存客户处,客户 2026-11-12 来函确认',
    approvedBy: '张强',
  },
  {
    kind: 'open',
    name: '2025 年度汇算清缴退税未到账',
    quantity: '23816.40',
    unit: '元',
    transfer: '已说明',
    result: 'agreed',
    responsible: '王敏',
    due: '2027-01-31',
  },
];

/** Parties who have all signed with their keys. */
export const signedParties: z.input<typeof formParties> = {
  manner: 'regular',
  outgoing: {
    name: '李娜',
    title: '主办会计',
    signature: {
      manner: 'electronic',
      at: '2026-11-23T01:12:04.000Z',
      keyFingerprint: '7d19 0c5e 44ab 21f0 9b3c e6d1',
    },
  },
  incoming: {
    name: '王敏',
    title: '主办会计',
    signature: {
      manner: 'electronic',
      at: '2026-11-23T07:02:11.000Z',
      keyFingerprint: '02fe 8a77 b310 66c9 5d4e 1188',
    },
  },
  supervisor: {
    name: '张强',
    title: '会计主管',
    signature: {
      manner: 'electronic',
      at: '2026-11-23T07:20:40.000Z',
      keyFingerprint: 'c4b2 91d5 0e8f 7730 aa61 f20d',
    },
  },
};

/** The same parties before anyone has signed. */
export const unsignedParties: z.input<typeof formParties> = {
  manner: 'regular',
  outgoing: { name: '李娜', title: '主办会计' },
  incoming: { name: '王敏', title: '主办会计' },
  supervisor: { name: '张强', title: '会计主管' },
};

const head = {
  firm: '上海启明财务咨询有限公司',
  number: 'H-2026-0001',
  batch: '第 2 批',
  reason: '离职交接',
  version: 7,
  handoverDate: '2026-11-23',
  cutOff: '2026-10-31',
  legalBasis: '《中华人民共和国会计法》(2024)第三十九条',
  parties: signedParties,
  remarks: ['10 月银行手续费 0.30 元已补记。', '3 户合同原件存客户处,客户均已来函确认。'],
  kinds,
  copy: 'outgoing' as const,
  signing: 'electronic' as const,
  inventoryHash: '9f3c61aa0b7e4d52c8f1a6e9037bd4415ce2887f60a91b3d7740c5ef821604d2',
  checkpoint:
    'baton.example/journal/0192f3a7\n1204331\nNmQ0Yjk4ZTI3ZjAxYTNjNWQ4ZTZiN2E5MGMxZDJlM2Y=\n\n— baton.example/journal/0192f3a7 PlfTUbWc0Q8Vb2m2s0yQm3b8YtqgkJ8m5bX3rP1v0c2dQw7y\n',
  at: '2026-11-23T07:21:00.000Z',
};

/** A 分户清册 that all three have signed. */
export function aClientInventory(
  changes: Partial<z.input<typeof clientInventory>> = {},
): z.input<typeof clientInventory> {
  return {
    ...head,
    client: {
      number: 'K-0231',
      name: '上海浦东远帆国际贸易有限公司',
      code: '91310115MA1K3XYZ12',
      facts: [
        { label: '客户状态', value: '正常 · 一般纳税人' },
        { label: '已结账至', value: '2026-10 · 末号凭证 记-118' },
        { label: '已申报至', value: '2026-10(增值税、附加税、个人所得税)' },
        { label: '已收费至', value: '2026-12 · 无欠费' },
      ],
    },
    lines,
    ...changes,
  };
}

/** A 汇总清册 of that many clients, the first with a name of sixty signs. */
export function aSummaryInventory(
  changes: Partial<z.input<typeof summaryInventory>> = {},
  clients = 3,
): z.input<typeof summaryInventory> {
  return {
    ...head,
    clients: Array.from({ length: clients }, (_, i) => ({
      number: `K-${String(231 + i).padStart(4, '0')}`,
      name: i === 0 ? '上海'.padEnd(52, '浦东远帆国际贸易') + '股份有限公司' : `上海远帆第${i}国际贸易有限公司`,
      code: '91310115MA1K3XYZ12',
      pages: 3,
      pdfHash: ((i + 1) * 2_654_435_761).toString(16).padEnd(64, '9f3c61aa').slice(0, 64),
      lines,
    })),
    ...changes,
  };
}

/** A letter that nobody has signed yet. */
export function aLetter(changes: Partial<z.input<typeof letterForm>> = {}): z.input<typeof letterForm> {
  return {
    firm: head.firm,
    language: 'zh',
    title: '客户资料保密协议',
    number: 'H-2026-0001',
    date: '2026-11-18',
    paragraphs: [
      '甲方:上海启明财务咨询有限公司(以下称“单位”)。乙方:王敏(以下称“承诺人”),职务主办会计。',
      '一、承诺人因 H-2026-0001 号交接接触客户的会计资料、税务资料、银行资料、密码以及其他未公开的信息,均负保密义务;未经单位书面同意,不复制、不外传、不用于交接以外的目的。',
      '二、承诺人使用本人的密钥开启密封的内容,不将密钥、保险箱密码交给任何人,也不代他人开启。',
      '三、交接终止或者单位收回授权的,承诺人立即停止使用,并将手中的载体全部交还。',
      '四、保密义务在劳动关系终止后继续有效,直至该信息依法公开之日止。',
      '五、本协议以电子签名订立,与手写签名具有同等效力(电子签名法第十三条)。',
    ],
    signers: [
      { side: '承诺人', name: '王敏', title: '主办会计' },
      { side: '单位(移交人)', name: '李娜', title: '主办会计' },
    ],
    signing: 'electronic',
    textHash: head.inventoryHash,
    at: '2026-11-18T02:00:00.000Z',
    ...changes,
  };
}
