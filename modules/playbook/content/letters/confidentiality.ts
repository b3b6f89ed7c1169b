import type { Letter } from '../letter.ts';

/** 保密协议: signed before any access of the handover begins. No penalty sums: labour law does not bear them. */
export const confidentiality: Letter & { kind: 'confidentiality' } = {
  kind: 'confidentiality',
  title: { zh: '客户资料保密协议', en: 'Confidentiality agreement on client data' },
  signedBy: ['outgoing', 'incoming', 'supervisor'],
  rules: ['personal-information-21', 'personal-information-28', 'personal-information-51'],
  paragraphs: [
    {
      zh: '甲方：{firm}。乙方：{person}（{handover} 号交接的{role}）。为办理 {handover} 号客户交接（以下称本次交接），双方就乙方接触的客户资料订立本协议。乙方签署后，甲方才向乙方开放本次交接所列客户的访问权限。',
      en: 'Party A: {firm}. Party B: {person}, {role} in handover {handover}. For this handover the parties agree as follows on the client data that Party B comes to know. Access to the clients of this handover is opened to Party B only after Party B has signed.',
    },
    {
      zh: '一、保密范围。乙方因本次交接知悉的客户基本信息、联系人及联系方式、合同与收费、银行账户及余额、纳税申报、工资社保、会计凭证、会计账簿、会计报表、账号、密码、U盾和密钥，以及按其性质应当保密的其他信息，无论采用纸质、电子还是口头形式，均属保密信息。',
      en: '1. What is confidential. All that Party B comes to know through this handover: basic information, contacts, contracts and fees, bank accounts and balances, tax returns, payroll and social insurance, vouchers, books, reports, accounts, passwords, UKeys and keys, and whatever else is confidential by its nature, on paper, in electronic form or by word of mouth.',
    },
    {
      zh: '二、使用目的。乙方只能为办理本次交接和按职责为客户提供代理记账服务而使用保密信息，不得用于其他目的，不得查阅与本次交接和本人职责无关的客户资料。',
      en: '2. Purpose. Party B uses confidential information only to carry out this handover and to serve the clients as Party B’s duties ask, for no other purpose, and does not look up client data that these do not concern.',
    },
    {
      zh: '三、访问期限。乙方因本次交接取得的访问权限自 {from} 起至 {until} 止，仅限本次交接所列客户；期满、客户交接签署完成或者甲方收回时即行终止。乙方接收客户后成为主办人员的，其后的访问权限按主办职责确定。',
      en: '3. Term of access. Access given for this handover runs from {from} to {until}, covers only its clients, and ends when the term is over, when the handover of a client is signed, or when Party A takes it back. Where Party B becomes the accountant in charge of a client, later access follows from that duty.',
    },
    {
      zh: '四、保管要求。乙方应当在甲方提供的系统和设备上处理保密信息，不得存入个人设备或者个人网盘，不得用私人通讯工具转发，不得拍照、截屏外传。登录密码和保险箱密码由乙方本人设定、本人掌握，不得告知他人，也不得使用他人的密码。',
      en: '4. Care. Party B handles confidential information on the systems and devices that Party A provides, keeps none on private devices or drives, forwards none by private messengers, and passes on no photographs or screenshots. Sign-in and vault passwords are set and known by Party B alone, told to nobody, and nobody else’s are used.',
    },
    {
      zh: '五、个人信息。涉及联系方式、证件号码、金融账户等个人信息的，乙方应当遵守《中华人民共和国个人信息保护法》，只在办理业务确有需要时查看完整内容。查看、导出等操作由系统留痕。',
      en: '5. Personal data. With contact details, identity numbers, financial accounts and other personal data Party B observes the Personal Information Protection Law and reveals them only where the work needs it. Revealing and exporting are recorded by the system.',
    },
    {
      zh: '六、返还与删除。乙方不再经办的客户，其资料、印章、证照、U盾等应当全部移交，不得留存；个人设备、聊天记录中的副本应当删除。事后发现遗漏的，立即返还或者删除，并告知甲方。',
      en: '6. Return and deletion. Of clients that Party B no longer handles, all material, seals, certificates and UKeys are handed over and none is kept; copies on private devices and in chats are deleted. What is found later is returned or deleted at once, and Party A is told.',
    },
    {
      zh: '七、例外。依法向税务、财政、审计、司法等机关提供信息，向有关机关举报、投诉违法行为，以及信息已经合法公开的，不属于违反本协议。法律允许事先告知的，乙方应当事先告知甲方。',
      en: '7. Exceptions. Giving information to tax, finance, audit or judicial authorities as the law requires, reporting unlawful acts to an authority, and information that is lawfully public are no breach. Where the law allows, Party B tells Party A beforehand.',
    },
    {
      zh: '八、保密期限。本协议自乙方签署之日起生效。保密义务不因本次交接完成、岗位调整或者劳动关系终止而免除，至有关信息合法公开之日止；个人信息的保护期限依照法律规定。',
      en: '8. Duration. This agreement takes effect when Party B signs. The duty outlasts this handover, a change of post and the end of employment, until the information is lawfully public; personal data is protected as long as the law says.',
    },
    {
      zh: '九、责任。乙方违反本协议的，依法承担责任。本协议不约定违约金，也不作为扣减工资、经济补偿或者扣留离职证明等材料的依据。',
      en: '9. Liability. Who breaches this agreement is liable as the law provides. It sets no penalty sum and is no ground for deducting wages or compensation or for withholding leaving papers.',
    },
    {
      zh: '十、签署。本协议可以按双方的电子签名约定签署，也可以打印后手写签名；两种方式效力相同，双方各存一份。',
      en: '10. Signing. This agreement may be signed electronically as the parties have agreed, or printed and signed by hand, with the same force; each party keeps one.',
    },
  ],
};
