/** What columns of the field are called: the usual word first, then what other firms, banks, offices and programs write. */
export interface FieldWords {
  chinese: readonly string[];
  english: readonly string[];
}

/** Headers of registers, statements and ledgers that mean the same; no word stands for two fields. */
export const fieldWords = {
  clientNumber: words(
    '客户编号 客户编码 客户代码 客户号 客户ID 编号 编码 档案号 户号',
    'client number|client id|client no|client code|customer number|customer id|customer no|customer code',
  ),
  clientName: words(
    '企业名称 客户名称 单位名称 公司名称 公司全称 企业全称 纳税人名称 客户全称 商户名称 名称',
    'client name|company name|company|customer name|enterprise name|taxpayer name|name',
  ),
  creditCode: words(
    '统一社会信用代码 社会信用代码 信用代码 统一信用代码 统一社会信用码 纳税人识别号 税号 社会统一信用代码',
    'unified social credit code|uscc|credit code|tax id|taxpayer id|tax number',
  ),
  taxpayerKind: words(
    '纳税人类型 纳税人性质 纳税人资格 纳税人身份 纳税性质 增值税类型',
    'taxpayer type|taxpayer kind|vat type',
  ),
  legalRepresentative: words(
    '法定代表人 法人代表 法人 法人姓名 法定代表人姓名 负责人 经营者',
    'legal representative|legal person',
  ),
  contactName: words('联系人 客户联系人 联系人姓名 对接人 主要联系人', 'contact|contact name|contact person'),
  contactPhone: words(
    '联系电话 联系人电话 电话 手机 手机号 手机号码 联系方式 联系人手机 联系手机 电话号码',
    'contact phone|phone|mobile|telephone|tel|phone number',
  ),
  contactEmail: words('电子邮箱 邮箱 电子邮件 邮箱地址 联系人邮箱', 'contact email|email|e-mail|mail'),
  bank: words('开户行 开户银行 开户行名称 银行名称 基本户开户行 开户网点', 'bank|bank name|bank branch|opening bank'),
  bankAccount: words(
    '银行账号 银行帐号 账号 帐号 银行账户 基本户账号 基本户帐号 对公账号 开户账号',
    'account number|bank account|account|account no|bank account number',
  ),
  balance: words('基本户余额 银行余额 账户余额 银行存款余额 余额 期末余额', 'balance|bank balance|account balance'),
  balanceAsOf: words('余额日期 余额截至日期 截至日期 余额日 余额截止日期 截止日期', 'balance as of|balance date|as of'),
  monthlyFee: words(
    '服务费 月服务费 代账费 记账费 月费 代理费 每月服务费 代理记账费',
    'monthly fee|service fee|fee|monthly service fee',
  ),
  contractStart: words(
    '合同起始日 合同开始日期 合同起始日期 合同开始日 合同生效日 服务开始日期 起始日期 签约日期 合同起',
    'contract start|contract start date|start date|contract from',
  ),
  contractEnd: words(
    '合同到期日 合同结束日期 合同终止日 合同到期日期 合同截止日 服务到期日 到期日 到期日期 合同止 合同结束日',
    'contract end|contract end date|end date|expiry date|contract to',
  ),
  paidThrough: words(
    '已收费至 收费至 服务费收至 已付至 缴费至 收款至 已收至 已交费至',
    'paid through|paid to|paid until',
  ),
  arrears: words('欠费 欠款 欠费金额 应收欠款 欠缴金额 历史欠费', 'arrears|outstanding|amount due'),
  owner: words(
    '主办会计 负责会计 记账会计 会计 主管会计 责任会计 经办会计 所属会计 做账会计 客户负责人 外勤会计',
    'owner|accountant|accountant in charge|in charge|responsible accountant',
  ),
  clientState: words('客户状态 状态 经营状态 企业状态 服务状态', 'client state|state|status|client status'),
  note: words('备注 说明 备注说明 注意事项 备注信息', 'note|notes|remark|remarks|comment|comments'),
  voucherNumber: words('凭证号 凭证字号 凭证编号 记账凭证号', 'voucher number|voucher no|voucher'),
  subjectCode: words('科目编码 科目代码 科目编号', 'subject code|account code|ledger code'),
  subjectName: words('科目名称 会计科目 科目', 'subject|subject name|ledger account'),
  debit: words('借方金额 借方发生额 借方', 'debit|debit amount'),
  credit: words('贷方金额 贷方发生额 贷方', 'credit|credit amount'),
  amount: words('金额 交易金额 发生额 价税合计', 'amount|transaction amount'),
  transactionDay: words('交易日期 记账日期 入账日期 发生日期 日期', 'date|transaction date|posting date|value date'),
  counterparty: words('对方户名 对方单位 交易对方 往来单位 对方名称', 'counterparty|payee|payer'),
  counterpartyAccount: words('对方账号 对方帐号 收付方账号', 'counterparty account'),
  summary: words('摘要 用途 附言 交易摘要', 'summary|description|purpose|memo'),
  invoiceNumber: words('发票号码 发票号 数电票号码', 'invoice number|invoice no'),
  address: words('注册地址 地址 住所 经营地址 通讯地址', 'address|registered address'),
} as const satisfies Record<string, FieldWords>;

function words(chinese: string, english: string): FieldWords {
  return { chinese: chinese.split(' '), english: english.split('|') };
}
