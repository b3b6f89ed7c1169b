import type { Gate, Stage } from './playbook-shape.ts';

/** 计划 → 承诺与授权 → 清单 → 核对 → 签署 → 回收与更换. */
export const stages: Stage[] = [
  {
    key: 'plan',
    name: { zh: '计划', en: 'Plan' },
    owner: 'supervisor',
    proof: {
      zh: '交接双方和监交人均已接受，交接基准日和各阶段日期已排定',
      en: 'Both parties and the supervisor have accepted; cut-off date and stage dates are set',
    },
    days: 3,
  },
  {
    key: 'pledge',
    name: { zh: '承诺与授权', en: 'Pledges and access' },
    owner: 'supervisor',
    proof: {
      zh: '保密协议和责任书已由本人签署，接收人的访问权限随之生效并有截止日',
      en: 'Confidentiality agreement and letter of responsibility are signed in person; the receiver’s access then begins, with an end',
    },
    days: 1,
  },
  {
    key: 'list',
    name: { zh: '清单', en: 'Inventory' },
    owner: 'outgoing',
    proof: {
      zh: '移交清册已由移交人补齐，必列项目齐全，法定类别逐类列明或者注明“无”',
      en: 'The transferor has completed the inventory; mandatory lines are there and each kind named by law is listed or stands as none',
    },
    days: 2,
  },
  {
    key: 'check',
    name: { zh: '核对', en: 'Checking' },
    owner: 'incoming',
    proof: {
      zh: '接收人对每一项作出结论并留有证据，差异已更正或者附说明',
      en: 'The receiver has given each line a verdict with its evidence; differences are corrected or noted',
    },
    days: 5,
  },
  {
    key: 'sign',
    name: { zh: '签署', en: 'Sign-off' },
    owner: 'supervisor',
    proof: {
      zh: '移交人、接收人、监交人依次在移交清册上签署，客户随即归接收人主办',
      en: 'Transferor, receiver and supervisor have signed the inventory in this order; the clients are then the receiver’s',
    },
    days: 1,
  },
  {
    key: 'close',
    name: { zh: '回收与更换', en: 'Taking back and changing' },
    owner: 'incoming',
    proof: {
      zh: '移交人曾经掌握的密码全部更换，身份换绑办结，清册归档',
      en: 'Every password that the transferor knew is changed, roles are rebound, the inventory is archived',
    },
    days: 3,
  },
];

/** Which checks stand at the end of which stage. */
export const gates: Gate[] = [
  {
    check: 'parties-accepted',
    after: 'plan',
    name: { zh: '交接双方和监交人均已接受', en: 'Both parties and the supervisor have accepted' },
    force: 'must',
  },
  {
    check: 'supervisor-lawful',
    after: 'plan',
    name: {
      zh: '监交人符合会计法第三十九条',
      en: 'The supervisor is the one that Art. 39 of the Accounting Law names',
    },
    force: 'must',
    rule: 'accounting-law-39',
  },
  {
    check: 'signing-agreed',
    after: 'pledge',
    name: {
      zh: '各方已签电子签名约定并知悉留痕告知',
      en: 'Everyone has agreed on electronic signing and seen the notice of records',
    },
    force: 'must',
    rule: 'electronic-signature-13',
  },
  {
    check: 'pledges-signed',
    after: 'pledge',
    name: {
      zh: '保密协议、责任书已由本人签署',
      en: 'Confidentiality agreement and letter of responsibility are signed',
    },
    force: 'must',
  },
  {
    check: 'inventory-complete',
    after: 'list',
    name: {
      zh: '必列项目齐全，法定类别已列明或注明“无”',
      en: 'Mandatory lines are there; each kind named by law is listed or stands as none',
    },
    force: 'must',
    rule: 'basic-work-27',
  },
  {
    check: 'items-have-verdicts',
    after: 'check',
    name: { zh: '每一项均有有效结论', en: 'Each line has a verdict that still holds' },
    force: 'must',
    rule: 'basic-work-29',
  },
  {
    check: 'differences-settled',
    after: 'check',
    name: { zh: '差异已更正或附说明', en: 'Differences are corrected or noted' },
    force: 'must',
    rule: 'basic-work-29',
  },
  {
    check: 'corrections-confirmed',
    after: 'check',
    name: { zh: '更正均经第二人复核', en: 'Each correction is confirmed by a second person' },
    force: 'must',
  },
  {
    check: 'cross-checks-agree',
    after: 'check',
    name: { zh: '关键字段经多个来源一致', en: 'Critical fields agree by several sources' },
    force: 'must',
  },
  {
    check: 'notes-approved',
    after: 'check',
    name: {
      zh: '附说明事项均写明原因、责任人、期限并经监交人同意',
      en: 'Each note has cause, person and deadline and the supervisor’s consent',
    },
    force: 'must',
    rule: 'basic-work-31',
  },
  {
    check: 'secrets-opened',
    after: 'check',
    name: { zh: '密封的密码均由接收人亲自打开', en: 'The receiver has opened every sealed secret' },
    force: 'must',
  },
  {
    check: 'objects-received',
    after: 'check',
    name: {
      zh: '印章、U盾、证照等实物均已当面清点',
      en: 'Seals, UKeys, certificates and other objects were counted face to face',
    },
    force: 'must',
  },
  {
    check: 'roles-rebound',
    after: 'check',
    name: { zh: '办税员等身份已换绑或附说明', en: 'Tax clerks and other bound roles are rebound or noted' },
    force: 'must',
  },
  {
    check: 'obligations-accepted',
    after: 'check',
    name: {
      zh: '未了事项和待申报事项已由接收人承接并确认期限',
      en: 'The receiver has accepted open matters and filings with their dates',
    },
    force: 'must',
  },
  {
    check: 'samples-accepted',
    after: 'check',
    name: { zh: '抽样质检合格', en: 'Inspected by sample and accepted' },
    force: 'must',
  },
  {
    check: 'duties-segregated',
    after: 'check',
    name: {
      zh: '财务专用章与法人名章、U盾与密码、制单与复核分人保管',
      en: 'Finance and legal seal, UKey and PIN, making and reviewing keys are with different people',
    },
    force: 'warn',
  },
  {
    check: 'restore-rehearsed',
    after: 'check',
    name: { zh: '已有当日备份,恢复经过演练', en: 'A backup of the day stands, and restoring was rehearsed' },
    force: 'warn',
  },
  {
    check: 'signatures-complete',
    after: 'sign',
    name: { zh: '移交人、接收人、监交人均已签署', en: 'Transferor, receiver and supervisor have signed' },
    force: 'must',
    rule: 'basic-work-31',
  },
  {
    check: 'secrets-changed',
    after: 'close',
    name: { zh: '移交人曾经掌握的密码已全部更换', en: 'Every secret that the transferor could open is changed' },
    force: 'must',
  },
  {
    check: 'package-sealed',
    after: 'close',
    name: { zh: '移交清册已归档封存', en: 'The inventory is archived and sealed' },
    force: 'must',
  },
];
