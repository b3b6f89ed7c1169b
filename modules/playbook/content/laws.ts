import type { LawRule } from './law-rule.ts';

const accountingLaw = {
  law: { zh: '中华人民共和国会计法', en: 'Accounting Law of the PRC' },
  version: '2024年6月28日修正，2024年7月1日起施行',
} as const;

const basicWork = {
  law: { zh: '会计基础工作规范', en: 'Rules for Basic Accounting Work' },
  version: '财会字〔1996〕19号，2019年3月14日财政部令第98号修改',
  source: '财政部《会计基础工作规范》第二章第三节（转引）',
  standing: 'secondary',
} as const;

const archives = {
  law: { zh: '会计档案管理办法', en: 'Measures for Accounting Archives' },
  version: '财政部 国家档案局令第79号，2016年1月1日起施行',
  source: '财政部、国家档案局令第79号及附表',
  standing: 'text',
} as const;

const taxCollection = {
  law: { zh: '中华人民共和国税收征收管理法', en: 'Tax Collection and Administration Law of the PRC' },
  version: '2015年4月24日修正',
  source: '《中华人民共和国税收征收管理法》',
  standing: 'text',
} as const;

const electronicSignature = {
  law: { zh: '中华人民共和国电子签名法', en: 'Electronic Signature Law of the PRC' },
  version: '2019年4月23日修正',
  source: '《中华人民共和国电子签名法》',
  standing: 'text',
} as const;

const personalInformation = {
  law: { zh: '中华人民共和国个人信息保护法', en: 'Personal Information Protection Law of the PRC' },
  version: '2021年11月1日起施行',
  source: '《中华人民共和国个人信息保护法》',
  standing: 'text',
} as const;

/** The rules that the default playbook leans on, each with version and source. */
export const laws: readonly LawRule[] = [
  {
    ...accountingLaw,
    id: 'accounting-law-39',
    article: '第三十九条',
    text: {
      zh: '会计人员调动工作或者离职，必须与接管人员办清交接手续。一般会计人员办理交接手续，由会计机构负责人（会计主管人员）监交；会计机构负责人（会计主管人员）办理交接手续，由单位负责人监交，必要时主管单位可以派人会同监交。',
      en: 'Accounting staff who move or leave must finish the handover with whoever takes over. The handover of an ordinary accountant is supervised by the head of the accounting office (the accounting supervisor); that head’s own handover by the head of the unit, if need be together with someone sent by the unit in charge.',
    },
    source: '《中华人民共和国会计法》（2024年修正）',
    standing: 'text',
  },
  {
    ...basicWork,
    id: 'basic-work-27',
    article: '第二十七条',
    text: {
      zh: '移交前应当：对已受理的经济业务填制完会计凭证；登记完尚未登记的账目；整理应移交的各项资料，对未了事项写出书面材料；编制移交清册，列明应当移交的会计凭证、会计账簿、会计报表、印章、现金、有价证券、支票簿、发票、文件、其他会计资料和物品等内容；实行会计电算化的，还应列明会计软件及密码、会计软件数据磁盘及有关资料、实物等内容。',
      en: 'Before handing over: vouchers are made for all accepted business; postings are finished; the material is put in order and open matters are written down; an inventory lists vouchers, books, reports, seals, cash, securities, cheque books, invoices, documents, other accounting material and objects; where accounting is computerised also the software with its passwords, data media and related material and objects.',
    },
  },
  {
    ...basicWork,
    id: 'basic-work-29',
    article: '第二十九条',
    text: {
      zh: '按移交清册逐项移交、逐项核对点收。现金、有价证券与账簿记录一致，不一致的，移交人员限期查清；会计凭证、账簿、报表和其他会计资料完整无缺，短缺的查清原因并在移交清册中注明；银行存款账户余额与银行对账单核对，不一致的编制银行存款余额调节表；电子数据在实际操作状态下进行交接。',
      en: 'Item by item: cash and securities agree with the books, a difference is cleared by the transferor in a set time; vouchers, books and reports are complete, a shortage is traced and noted in the inventory; bank balances are checked against statements, a difference is explained in a reconciliation; electronic data is handed over in working state.',
    },
  },
  {
    ...basicWork,
    id: 'basic-work-31',
    article: '第三十一条',
    text: {
      zh: '交接完毕后，交接双方和监交人员在移交清册上签名或者盖章，并注明单位名称、交接日期、交接双方和监交人员的职务和姓名、移交清册页数以及需要说明的问题和意见等。移交清册一般填制一式三份，交接双方各执一份，存档一份。',
      en: 'When the handover is done, both parties and the supervisor sign or seal the inventory, which states the unit, the date, duty and name of both parties and the supervisor, the number of pages, and problems and opinions to be explained. It is generally made in three copies: one for each party, one for the archive.',
    },
  },
  {
    ...basicWork,
    id: 'basic-work-32',
    article: '第三十二条',
    text: {
      zh: '接替人员应当继续使用移交的会计账簿，不得自行另立新账，以保持会计记录的连续性。',
      en: 'The receiver goes on in the same books and opens no new ones, so that the record is continuous.',
    },
  },
  {
    ...basicWork,
    id: 'basic-work-temporary-and-proxy',
    article: '',
    text: {
      zh: '临时离职或者因病不能工作，需要接替或者代理的，同样办理交接手续；恢复工作时再办理一次交接。移交人员因病或者其他特殊原因不能亲自办理移交的，经单位负责人批准，可以由移交人员委托他人代办移交，委托人对所移交的资料承担责任。',
      en: 'Temporary cover is a handover too and is handed back. A transferor who cannot hand over in person may, with the approval of the head of the unit, have a proxy do so, and stays liable for what is handed over.',
    },
  },
  {
    ...basicWork,
    id: 'basic-work-35',
    article: '第三十五条',
    text: {
      zh: '移交人员对所移交的会计凭证、会计账簿、会计报表和其他有关资料的合法性、真实性承担法律责任。',
      en: 'The transferor is liable in law for the lawfulness and truth of the vouchers, books, reports and other material handed over.',
    },
  },
  {
    id: 'agency-work',
    law: { zh: '代理记账基础工作规范（试行）', en: 'Rules for Basic Work of Bookkeeping Agencies (trial)' },
    article: '',
    version: '财会〔2023〕27号，2024年1月1日起施行',
    text: {
      zh: '代理记账机构承接业务和终止业务时，应当与委托方办理会计资料交接，编制移交清册，由双方经办人和监交人签字确认。',
      en: 'On engagement and on termination a bookkeeping agency hands accounting material over with its client by an inventory that both persons in charge and the supervisor sign.',
    },
    source: '财政部 财会〔2023〕27号（内容转引）',
    standing: 'secondary',
  },
  {
    ...archives,
    id: 'archives-retention',
    article: '第十四条、附表一',
    text: {
      zh: '会计凭证、会计账簿、会计档案移交清册保管30年；月度、季度、半年度财务会计报告、银行存款余额调节表、银行对账单、纳税申报表保管10年；年度财务会计报告、会计档案保管清册、销毁清册、鉴定意见书永久保管；固定资产卡片在固定资产报废清理后保管5年。',
      en: 'Vouchers, books and archive handover lists 30 years; monthly, quarterly and half-yearly reports, bank reconciliations, bank statements and tax returns 10 years; annual reports, custody, destruction and appraisal lists for ever; fixed asset cards 5 years after scrapping.',
    },
  },
  {
    ...archives,
    id: 'archives-clock',
    article: '第十四条',
    text: {
      zh: '会计档案的保管期限，从会计年度终了后的第一天算起。',
      en: 'Retention runs from the first day after the fiscal year has ended.',
    },
  },
  {
    ...archives,
    id: 'archives-24',
    article: '第二十四条',
    text: {
      zh: '单位之间移交会计档案，编制会计档案移交清册，列明会计档案名称、卷号、册数、起止年度、档案编号、应保管期限和已保管期限等内容，逐项交接，双方经办人和监督人签名或者盖章。',
      en: 'Archives handed from unit to unit are listed by name, volume number, number of volumes, years, archive code, retention due and retention served, handed over item by item, and signed by both persons in charge and the supervisors.',
    },
  },
  {
    id: 'tax-material-29',
    law: {
      zh: '中华人民共和国税收征收管理法实施细则',
      en: 'Implementing Rules of the Tax Collection and Administration Law',
    },
    article: '第二十九条',
    version: '2016年2月6日修订',
    text: {
      zh: '账簿、记账凭证、报表、完税凭证、发票、出口凭证以及其他有关涉税资料应当保存10年，法律、行政法规另有规定的除外。与会计档案期限不一致的，按较长者保管。',
      en: 'Tax material is kept for 10 years unless another law says otherwise. Where this differs from the retention of accounting archives, the longer is taken.',
    },
    source: '《中华人民共和国税收征收管理法实施细则》第二十九条；取较长期限为公司执行口径',
    standing: 'text',
  },
  {
    ...taxCollection,
    id: 'tax-collection-32',
    article: '第三十二条',
    text: {
      zh: '未按照规定期限缴纳税款的，税务机关除责令限期缴纳外，从滞纳税款之日起，按日加收滞纳税款万分之五的滞纳金。',
      en: 'Tax paid late is surcharged 0.05 % of the amount for each day from the day it is late.',
    },
  },
  {
    ...taxCollection,
    id: 'tax-collection-62',
    article: '第六十二条',
    text: {
      zh: '未按照规定的期限办理纳税申报和报送纳税资料的，由税务机关责令限期改正，可以处二千元以下的罚款；情节严重的，可以处二千元以上一万元以下的罚款。',
      en: 'A return filed late may be fined up to ¥2,000; in serious cases ¥2,000 to ¥10,000.',
    },
  },
  {
    ...electronicSignature,
    id: 'electronic-signature-6',
    article: '第六条',
    text: {
      zh: '数据电文的保存应当能够识别发件人、收件人以及发送、接收的时间。',
      en: 'What is kept must tell sender, receiver and the times of sending and receiving.',
    },
  },
  {
    ...electronicSignature,
    id: 'electronic-signature-13',
    article: '第十三条',
    text: {
      zh: '电子签名制作数据用于电子签名时属于电子签名人专有，签署时仅由电子签名人控制，签署后对电子签名以及对数据电文内容和形式的任何改动能够被发现的，视为可靠的电子签名。当事人也可以选择使用符合其约定的可靠条件的电子签名。',
      en: 'A signature is reliable when the creation data belongs to the signer alone, is controlled by the signer alone at signing, and any later change of the signature or of the content can be found. The parties may also use a signature that meets conditions they have agreed on.',
    },
  },
  {
    ...electronicSignature,
    id: 'electronic-signature-14',
    article: '第十四条',
    text: {
      zh: '可靠的电子签名与手写签名或者盖章具有同等的法律效力。',
      en: 'A reliable electronic signature has the same force as a signature by hand or a seal.',
    },
  },
  {
    ...electronicSignature,
    id: 'electronic-signature-15',
    article: '第十五条',
    text: {
      zh: '电子签名人应当妥善保管电子签名制作数据；知悉已经失密或者可能已经失密时，应当及时告知有关各方，并终止使用该电子签名制作数据。',
      en: 'The signer keeps the creation data safe; when it is or may be known to others, tells the parties at once and stops using it.',
    },
  },
  {
    ...personalInformation,
    id: 'personal-information-21',
    article: '第二十一条',
    text: {
      zh: '委托处理个人信息的，委托合同终止时，受托人应当将个人信息返还或者予以删除，不得保留。',
      en: 'Entrusted personal data goes back or is deleted when the mandate ends.',
    },
  },
  {
    ...personalInformation,
    id: 'personal-information-28',
    article: '第二十八条',
    text: {
      zh: '金融账户等一旦泄露或者非法使用容易导致人身、财产安全受到危害的个人信息，属于敏感个人信息，应当有特定的目的和充分的必要性并采取严格保护措施方可处理。',
      en: 'Financial accounts are sensitive personal data, handled only for a stated purpose, when necessary, and under strict protection.',
    },
  },
  {
    ...personalInformation,
    id: 'personal-information-51',
    article: '第五十一条',
    text: {
      zh: '个人信息处理者应当对个人信息实行分类管理，采取加密、去标识化等安全技术措施，合理确定操作权限并定期培训。',
      en: 'Personal data is classified, encrypted and masked, access is limited, and staff are trained.',
    },
  },
];

/** What a missed filing or payment costs, so that it can be shown beside a deadline. Amounts in yuan, the rate per day. */
export const lateFees = {
  payment: { ratePerDay: '0.0005', rule: 'tax-collection-32' },
  filing: { upTo: '2000.00', seriousFrom: '2000.00', seriousUpTo: '10000.00', rule: 'tax-collection-62' },
};
