import type { Letter } from '../letter.ts';

/** 更换主办会计告知函: sent to each client under the firm's name once the handover is signed. */
export const clientNotice: Letter & { kind: 'client-notice' } = {
  kind: 'client-notice',
  title: { zh: '关于更换主办会计的告知函', en: 'Notice of a new accountant in charge' },
  signedBy: [],
  rules: [],
  paragraphs: [
    {
      zh: '{client}：',
      en: 'To {client}:',
    },
    {
      zh: '感谢贵公司一直以来的信任。因我公司人员安排调整，自 {effective} 起，贵公司的代理记账服务由 {incoming} 接替 {outgoing} 负责。双方已在监交人监督下逐项办理交接，贵公司的账务、申报和资料均有人接续。',
      en: 'Thank you for your trust. As our staff arrangements change, from {effective} {incoming} takes over from {outgoing} as your accountant in charge. The handover was done item by item under supervision, and your books, filings and material are in hand without a break.',
    },
    {
      zh: '一、服务内容、收费标准和委托合同不变，我公司对贵公司的责任不变。',
      en: '1. Services, fees and your contract stay as they are, and so does what we owe you.',
    },
    {
      zh: '二、{incoming} 将主动与贵公司联系，介绍情况并了解贵公司的要求。',
      en: '2. {incoming} will get in touch with you to introduce the work and hear your wishes.',
    },
    {
      zh: '三、办税员、开票员等身份需要变更的，我公司会事先说明，请贵公司法定代表人或者财务负责人在电子税务局确认。',
      en: '3. Where a tax clerk or invoicing clerk must be rebound, we explain it beforehand and ask your legal representative or head of finance to confirm it at the e-tax bureau.',
    },
    {
      zh: '四、我公司不会通过电话、短信或者微信索要贵公司的银行密码、U盾密码和验证码。如有人以更换会计为名索要，请勿提供，并告知我公司。',
      en: '4. We never ask for bank passwords, UKey PINs or verification codes by phone, text message or WeChat. If anyone does so in the name of this change, please give none and tell us.',
    },
    {
      zh: '如对本次变更有疑问或者建议，请随时与我公司联系。',
      en: 'If you have questions or suggestions about this change, please contact us at any time.',
    },
    {
      zh: '{firm}',
      en: '{firm}',
    },
  ],
};
