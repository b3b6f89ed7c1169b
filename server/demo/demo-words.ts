/** What invented companies, people and places are called. Nobody and nothing that exists is meant. */
export const companyWords = [
  '杰联', '美淳', '澄岳', '禾川', '简木', '微芒', '拾光', '云漫', '知微', '青柚', '朗屿', '沐禾', '远帆', '星栈', '茂林', '和煦',
  '锦程', '博远', '启辰', '谷雨', '白鹿', '观澜', '千寻', '慕白', '弘毅', '聚禾', '同舟', '若谷', '瑞安', '向野', '清和', '初见',
  '众合', '万象', '安禾', '凌云', '初禾', '长乐', '逸尘', '南枝',
] as const;

/** Line of business in the name, trade and legal form. */
export const businesses = [
  { word: '建筑工程', trade: 'construction', form: '有限公司' },
  { word: '服饰', trade: 'trading', form: '工作室' },
  { word: '信息科技', trade: 'services', form: '有限公司' },
  { word: '餐饮管理', trade: 'catering', form: '有限公司' },
  { word: '电子商务', trade: 'e-commerce', form: '有限公司' },
  { word: '精密机械', trade: 'manufacturing', form: '有限公司' },
  { word: '国际贸易', trade: 'trading', form: '有限公司' },
  { word: '企业管理咨询', trade: 'services', form: '有限公司' },
  { word: '文化传播', trade: 'services', form: '有限公司' },
  { word: '装饰设计', trade: 'construction', form: '合伙企业(有限合伙)' },
] as const;

export const familyNames = ['陈', '林', '黄', '吴', '徐', '孙', '胡', '朱', '高', '何', '郭', '马', '罗', '梁', '宋', '郑'] as const;
export const givenNames = ['立', '晓岚', '建民', '思远', '雅琴', '国强', '文静', '志明', '海燕', '佳怡', '永福', '婷', '俊杰', '慧敏', '晨'] as const;

export const banks = ['招商银行上海徐汇支行', '中国建设银行上海松江支行', '中国工商银行上海浦东分行', '上海银行静安支行', '交通银行上海闵行支行'] as const;
export const districts = ['徐汇', '静安', '长宁', '普陀', '虹口', '杨浦', '闵行', '宝山', '嘉定', '浦东', '松江', '青浦'] as const;
export const roads = ['示例路', '样例路', '演示路', '虚构路'] as const;
