import { fieldOf, type RecordKind } from '../fields/catalogue.ts';
import type { Field } from '../fields/field.ts';

/**
 * What a client register may say of a client: the field of the client's record that a column becomes, and the headers that
 * firms and programs write for it, the firm's own word first. `owner` is no record: it names the person in charge.
 */
export const registerColumns = {
  number: column(
    'basic',
    'number',
    '客户编号 客户编码 客户代码 客户号 客户ID 编号 编码 档案号 户号',
    'client number|client id|client no|client code|customer number|customer id|customer no|customer code',
  ),
  name: column(
    'basic',
    'name',
    '企业名称 客户名称 单位名称 公司名称 公司全称 企业全称 纳税人名称 客户全称 商户名称 名称',
    'client name|company name|company|customer name|enterprise name|taxpayer name|name',
  ),
  uscc: column(
    'basic',
    'uscc',
    '统一社会信用代码 社会信用代码 信用代码 统一信用代码 统一社会信用码 纳税人识别号 税号 社会统一信用代码',
    'unified social credit code|uscc|credit code|tax id|taxpayer id|tax number',
  ),
  taxpayerKind: column(
    'basic',
    'taxpayerType',
    '纳税人类型 纳税人性质 纳税人资格 纳税人身份 纳税性质 增值税类型',
    'taxpayer type|taxpayer kind|vat type',
  ),
  legalRepresentative: column(
    'basic',
    'legalPerson',
    '法定代表人 法人代表 法人 法人姓名 法定代表人姓名 负责人 经营者',
    'legal representative|legal person',
  ),
  contactName: column(
    'contact',
    'name',
    '联系人 客户联系人 联系人姓名 对接人 主要联系人',
    'contact|contact name|contact person',
  ),
  contactPhone: column(
    'contact',
    'phone',
    '联系电话 联系人电话 电话 手机 手机号 手机号码 联系方式 联系人手机 联系手机 电话号码',
    'contact phone|phone|mobile|telephone|tel|phone number',
  ),
  contactEmail: column(
    'contact',
    'email',
    '电子邮箱 邮箱 电子邮件 邮箱地址 联系人邮箱',
    'contact email|email|e-mail|mail',
  ),
  bank: column(
    'bank-account',
    'bank',
    '开户行 开户银行 开户行名称 银行名称 基本户开户行 开户网点',
    'bank|bank name|bank branch|opening bank',
  ),
  accountNumber: column(
    'bank-account',
    'account',
    '银行账号 银行帐号 账号 帐号 银行账户 基本户账号 基本户帐号 对公账号 开户账号',
    'account number|bank account|account|account no|bank account number',
  ),
  balance: column(
    'balance',
    'amount',
    '基本户余额 银行余额 账户余额 银行存款余额 余额 期末余额',
    'balance|bank balance|account balance',
  ),
  balanceAsOf: column(
    'balance',
    'asOf',
    '余额日期 余额截至日期 截至日期 余额日 余额截止日期 截止日期',
    'balance as of|balance date|as of',
  ),
  monthlyFee: column(
    'contract',
    'fee',
    '服务费 月服务费 代账费 记账费 月费 代理费 每月服务费 代理记账费',
    'monthly fee|service fee|fee|monthly service fee',
  ),
  contractStart: column(
    'contract',
    'startsOn',
    '合同起始日 合同开始日期 合同起始日期 合同开始日 合同生效日 服务开始日期 起始日期 签约日期 合同起',
    'contract start|contract start date|start date|contract from',
  ),
  contractEnd: column(
    'contract',
    'endsOn',
    '合同到期日 合同结束日期 合同终止日 合同到期日期 合同截止日 服务到期日 到期日 到期日期 合同止 合同结束日',
    'contract end|contract end date|end date|expiry date|contract to',
  ),
  paidThrough: column(
    'contract',
    'paidThrough',
    '已收费至 收费至 服务费收至 已付至 缴费至 收款至 已收至 已交费至',
    'paid through|paid to|paid until',
  ),
  arrears: column(
    'contract',
    'arrears',
    '欠费 欠款 欠费金额 应收欠款 欠缴金额 历史欠费',
    'arrears|outstanding|amount due',
  ),
  owner: {
    record: null,
    chinese: words('主办会计 负责会计 记账会计 会计 主管会计 责任会计 经办会计 所属会计 做账会计 客户负责人 外勤会计'),
    english: phrases('owner|accountant|accountant in charge|in charge|responsible accountant'),
  },
  state: column(
    'basic',
    'state',
    '客户状态 状态 经营状态 企业状态 服务状态',
    'client state|state|status|client status',
  ),
  note: column('basic', 'note', '备注 说明 备注说明 注意事项 备注信息', 'note|notes|remark|remarks|comment|comments'),
} as const satisfies Record<string, RegisterColumn>;

export interface RegisterColumn {
  /** Kind and field of the client's record. */
  record: readonly [kind: RecordKind, field: string] | null;
  chinese: readonly string[];
  english: readonly string[];
}

export type RegisterField = keyof typeof registerColumns;

export const registerFields = Object.keys(registerColumns) as [RegisterField, ...RegisterField[]];

/** The fields that hold an amount: their totals are counted and agreed upon. */
export const amountFields = ['balance', 'monthlyFee', 'arrears'] as const satisfies RegisterField[];

export type AmountField = (typeof amountFields)[number];

/** What becomes of a column: a field, kept beside the record under its own header as sensitive text, or not imported. */
export type ColumnUse = RegisterField | 'extra' | 'left-out';

/** How many yuan one unit of an amount column is: 元, 千元, 万元. */
export const amountUnits = [1, 1000, 10_000] as const;
export type AmountUnit = (typeof amountUnits)[number];

/** How a person confirmed that a file be read. */
export interface RegisterMapping {
  /** The use of every column of the file, by its header. */
  columns: Record<string, ColumnUse>;
  /** Columns that are not in yuan. */
  units?: Record<string, AmountUnit>;
  /** 截至日期 of balances whose row gives none. */
  balanceAsOf?: string;
}

/** The header of the column that a mapping takes for that field of a record. */
export function columnFor(mapping: RegisterMapping, kind: RecordKind, field: string): string | undefined {
  return Object.keys(mapping.columns).find((column) => {
    const use = mapping.columns[column]!;
    const record = use === 'extra' || use === 'left-out' ? null : registerColumns[use].record;
    return record?.[0] === kind && record[1] === field;
  });
}

/** Type and class of a field as the client's record has it; undefined for `owner`. */
export function recordFieldOf(field: RegisterField): Field | undefined {
  const { record } = registerColumns[field];
  return record ? fieldOf(record[0], record[1]) : undefined;
}

function column<const Kind extends RecordKind>(kind: Kind, field: string, chinese: string, english: string) {
  return { record: [kind, field], chinese: words(chinese), english: phrases(english) } as const;
}

function words(text: string): string[] {
  return text.split(' ');
}

function phrases(text: string): string[] {
  return text.split('|');
}
