/** The legal forms of firms that a name can end in; 有限责任公司 is 有限公司 written out (公司法 Art. 7). */
export const legalForms = [
  'none',
  'company',
  'limited',
  'joint-stock',
  'partnership',
  'sole-proprietor',
  'individual',
  'cooperative',
] as const;
export type LegalForm = (typeof legalForms)[number];

/** How each form is written at the end of a name, or in brackets there. */
export const writtenForms: Record<Exclude<LegalForm, 'none'>, string> = {
  company: '公司 总公司 集团 集团公司',
  limited: '有限公司 有限责任公司 有限责任 集团有限公司 集团有限责任公司 一人有限责任公司 一人有限公司',
  'joint-stock':
    '股份有限公司 股份公司 集团股份有限公司 集团股份公司 控股股份有限公司 股份有限责任公司 股份合作公司 股份',
  partnership: '合伙企业 有限合伙 有限合伙企业 普通合伙 普通合伙企业 特殊普通合伙 特殊的普通合伙 合伙',
  'sole-proprietor': '个人独资企业 个人独资 独资企业',
  individual: '个体工商户 个体户 个体经营',
  cooperative: '农民专业合作社 专业合作社 农民专业合作社联合社 专业合作社联合社 合作社',
};

/** Endings of a part of a firm; what stands between 公司 and them says which part. */
export const branchEndings = '分公司 分行 支行 分店 分厂 分所 分社 营业部 办事处 代表处 连锁店 直营店 旗舰店 专卖店';

/** Brackets that say nothing about which firm it is. */
export const emptyBrackets = '中国 集团 筹 筹备 控股 国际';
