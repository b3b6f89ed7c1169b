import type { Letter } from '../letter.ts';

/** 责任书: signed by both sides before checking starts. The cut-off date divides duties and releases nobody. */
export const responsibility: Letter & { kind: 'responsibility' } = {
  kind: 'responsibility',
  title: { zh: '会计工作交接责任书', en: 'Letter of responsibility for the accounting handover' },
  signedBy: ['outgoing', 'incoming'],
  rules: ['accounting-law-39', 'basic-work-27', 'basic-work-29', 'basic-work-32', 'basic-work-35'],
  paragraphs: [
    {
      zh: '为明确 {handover} 号交接中各方的责任，依照《中华人民共和国会计法》第三十九条和《会计基础工作规范》关于会计工作交接的规定，移交人 {outgoing}、接收人 {incoming} 在监交人 {supervisor} 监督下办理交接，并各自签署本责任书。本份签署人：{person}（{role}）。交接所涉客户的访问权限自 {from} 起至 {until} 止。',
      en: 'To make plain who answers for what in handover {handover}, under Art. 39 of the Accounting Law and the Rules for Basic Accounting Work, {outgoing} hands over and {incoming} takes over under the supervision of {supervisor}, and each signs this letter. Signed here by {person} ({role}). Access for this handover runs from {from} to {until}.',
    },
    {
      zh: '一、工作分工。交接基准日为 {cutOff}。基准日当日及以前的会计业务由移交人办理完毕并作出说明；基准日之后、交接签署完成之前发生的收支、凭证和申报，由交接计划指定的人员办理，作为期后事项列入移交清册；交接签署完成之后的业务由接收人办理。',
      en: '1. Division of work. The cut-off date is {cutOff}. Business up to and on that day is finished and explained by the transferor; receipts, payments, vouchers and filings after it and before sign-off are done by the person whom the plan names and are listed as later events; business after sign-off is the receiver’s.',
    },
    {
      zh: '二、基准日不免除责任。交接基准日只记载工作分工：不免除移交人对所移交的会计凭证、会计账簿、会计报表和其他有关资料的合法性、真实性承担的法律责任（《会计基础工作规范》第三十五条），也不免除 {firm} 依照委托合同和法律对客户承担的责任。',
      en: '2. The cut-off date releases nobody. It records the division of work only. It releases neither the transferor from liability in law for the lawfulness and truth of the vouchers, books, reports and other material handed over (Rules for Basic Accounting Work, Art. 35) nor {firm} from what it owes its clients by contract and by law.',
    },
    {
      zh: '三、移交人的责任。移交前填制完已受理业务的凭证，登记完账目，对未了事项写出书面说明；按移交清册逐项移交，不隐瞒、不遗漏；核对中发现差异的，在限期内查清并答复；交接签署完成前继续履行职责；完成后不再留存客户资料、账号、密码、印章和U盾。',
      en: '3. The transferor makes the vouchers of all accepted business, finishes the postings and writes down open matters; hands over item by item, hiding and leaving out nothing; clears and answers differences in the time set; goes on with the duties until sign-off; and afterwards keeps no client data, accounts, passwords, seals or UKeys.',
    },
    {
      zh: '四、接收人的责任。按移交清册逐项核对点收，亲自登录、打开、清点，不由他人代核，也不为他人代签；发现缺失、不符或者无法读取的，如实记录；继续使用移交的会计账簿，不另立新账；签署完成后，在限期内更换移交人曾经掌握的密码、办结身份换绑，并按期办理未了事项和纳税申报。',
      en: '4. The receiver checks and accepts item by item, signing in, opening and counting in person, letting nobody tick instead and signing for nobody else; records truly what is missing, different or unreadable; goes on in the same books; and after sign-off changes in time every password that the transferor knew, finishes the rebinding of roles, and carries on open matters and filings when due.',
    },
    {
      zh: '五、监交。监交人监督逐项交接，审核附说明事项，不代替交接双方核对和签署。',
      en: '5. The supervisor watches the handover item by item, examines what is noted, and neither checks nor signs in place of the parties.',
    },
    {
      zh: '六、未能当场解决的事项。应当在移交清册“需要说明的问题和意见”栏写明原因、责任人和期限，经监交人同意后可以先行签署。注明不等于免责。',
      en: '6. What cannot be settled is entered in the inventory under “problems and opinions to be explained” with cause, person and deadline; with the supervisor’s consent the rest may be signed. A note releases nobody.',
    },
    {
      zh: '七、责任认定。以留痕记录和书面证据为依据，当事人有权陈述和申辩，由公司依法作出处理。本责任书不约定违约金、罚款或者扣款，也不以扣减工资、扣留离职证明等方式追究责任。',
      en: '7. Who answers is found from the record and written evidence; the person concerned may state the case, and the firm decides by law. This letter sets no penalty sums, fines or deductions, and no wages or leaving papers are withheld.',
    },
    {
      zh: '八、本责任书自签署之日起生效，随移交清册归档。',
      en: '8. This letter takes effect when signed and is archived with the inventory.',
    },
  ],
};
