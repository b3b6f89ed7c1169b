import { createHash } from 'node:crypto';
import { simplifiedForms } from '#modules/reconciliation/engine/normalise/simplified.ts';
import { places } from '#modules/reconciliation/engine/link/places.ts';
import { type Seeded, seeded } from '#server/demo/seeded.ts';
import { pinyin } from 'pinyin-pro';

/** Two registers of invented firms, and which record of the right is which of the left. The same at every run for a seed and size. */
export interface MadeCompanies {
  left: string[];
  right: string[];
  /** For each right record the row of the same firm on the left; -1 when the left does not have it. */
  truth: Int32Array;
  /** SHA-256 over both registers and the truth. */
  hash: string;
}

/** Written as people name firms; the product has a list of its own, which knows some of these and not others. */
const coreCharacters =
  '鑫盛达瑞恒泰华宏源丰隆兴旺顺安康佳美宝金银利通茂昌荣富贵福禄寿喜祥和平永久长远大中正信诚义德仁智慧明亮光辉耀星辰日月天地山海江河川林森木春夏秋冬东西南北方圆新创科联合众邦国民生力量强胜凯旋腾飞龙凤虎豹鹏鹰翔鸿雁鹤麒麟元亨贞乾坤启航领先卓越优品尚雅致典艺文博学思维易道法自然清风云雨露霜雪水火土石玉珠翡翠琳琅碧绿青蓝紫红黄白黑锦绣绮罗丝路花草芳菲香兰竹菊梅桂松柏杉杨柳桐枫樱桃李杏橙果禾谷米麦豆茶酒泉溪湖湾岛港桥城镇乡村园庭轩阁楼台亭苑居舍家人亲友爱乐欢悦怡颐养健逸舒静宁馨温暖阳晨曦晓旭朗晴空蓝宇宙寰球世纪时代年轮恩惠汇聚集萃英才俊杰豪伟雄峰岳岭嵩泽润沐涵洁净纯真善朴实厚载物格致精工匠巧妙奇特异彩虹霞影映像图画诗书琴棋弘毅志远景行知止定能得成就功业绩效率速捷迅驰骋骏驹奔跃进步升腾展翼翱千百万亿兆京都府州县郡邑皇帝王侯将相士农商贾客宾朋满座尔雅思诺贝迪卡莱欧美亚非澳拉丁比特维克斯曼奥迈凌霄志同广源晟烨煜炜焱淼垚鑫犇骉赫喆睿哲翰墨儒雅';
const trades =
  '科技 科技发展 信息技术 网络科技 电子科技 电子商务 软件开发 智能科技 数据服务 物联网技术 贸易 商贸 国际贸易 进出口贸易 供应链管理 百货 超市 实业 投资管理 股权投资 资产管理 企业管理咨询 商务咨询 财务咨询 税务师事务所 人力资源 劳务派遣 物业管理 房地产开发 房产经纪 建筑工程 建筑装饰工程 装饰材料 园林绿化工程 市政工程 机电设备安装 消防工程 钢结构 幕墙工程 机械设备 机械制造 精密机械 五金制品 模具 塑料制品 橡胶制品 金属制品 不锈钢制品 铝合金门窗 家具 木业 陶瓷 玻璃制品 石材 化工 涂料 新材料科技 纺织品 服饰 制衣 鞋业 皮具 工艺品 珠宝首饰 眼镜 办公用品 纸业 包装印刷 食品 粮油 水产品 果蔬种植 生态农业 畜禽养殖 茶业 酒业 饮品 餐饮管理 酒店管理 生物科技 医药 大药房 医疗器械 口腔诊所 中医门诊部 健康咨询 养老服务 美容美发 化妆品 日用品 母婴用品 宠物用品 物流 国际货运代理 汽车运输 快递服务 仓储服务 汽车销售服务 汽车维修 汽车配件 新能源科技 光伏发电 环保科技 环境工程 检测技术服务 广告传媒 文化传播 影视文化 会展服务 教育科技 艺术培训 体育文化 旅游开发 国际旅行社 婚庆礼仪 家政服务 保安服务 保洁服务 信息咨询 法律咨询 知识产权代理 测绘 勘察设计 废旧物资回收 二手车经纪 无人机科技 母线槽制造 电线电缆 轴承 阀门制造 照明电器 仪器仪表 半导体 数字科技 云计算技术';
const smallTrades =
  '小吃店 便利店 五金店 服装店 理发店 水果店 花店 茶叶店 餐馆 面馆 火锅店 烧烤店 药店 文具店 手机维修店 汽车美容店 家电维修部 建材经营部 粮油经营部 日用品商行 贸易商行 广告设计工作室 摄影工作室 服装厂 五金加工厂 塑料制品厂 家具厂';

interface Firm {
  province: string;
  city: string;
  district: string;
  core: string;
  trade: string;
  form: string;
  branch: string;
}

const list = (text: string) => text.split(' ');
const characters = [...new Set(coreCharacters)];
const big = list(trades);
const small = list(smallTrades);

/** Small places of a list are rarer than its first ones. */
function often<One>(chance: Seeded, from: readonly One[], lean: number): One {
  return from[Math.floor(from.length * (chance.between(0, 1_000_000) / 1_000_001) ** lean)]!;
}

/** So many firms on the left, and as many records on the right, three in four of them of a firm on the left. */
export function makeCompanies(rows: number, seed: number): MadeCompanies {
  const chance = seeded(seed * 7919 + rows);
  const cities = shuffled(chance, citiesOf()).toSorted((a, b) => sizeOf(a.city) - sizeOf(b.city));
  const firms: Firm[] = [];
  while (firms.length < rows) {
    const near = firms.length > 0 && chance.percent(8);
    firms.push(near ? nearby(chance, chance.pick(firms), cities) : newFirm(chance, cities));
  }
  const corrupt = corruption(chance);
  const left = firms.map((firm) => written(firm));
  const order = shuffled(chance, [...firms.keys()]);
  const right: string[] = [];
  const truth = new Int32Array(rows).fill(-1);
  for (const at of shuffled(chance, [...firms.keys()])) {
    const firm = firms[order[at]!]!;
    if (chance.percent(75)) {
      truth[right.length] = order[at]!;
      right.push(corrupt(firm));
    } else right.push(corrupt(chance.percent(50) ? nearby(chance, firm, cities) : newFirm(chance, cities)));
  }
  const hash = createHash('sha256');
  for (const names of [left, right]) hash.update(`${names.join('\n')}\n`);
  return { left, right, truth, hash: hash.update(truth).digest('hex') };
}

function shuffled<One>(chance: Seeded, all: One[]): One[] {
  for (let at = all.length - 1; at > 0; at -= 1) {
    const other = chance.between(0, at);
    [all[at], all[other]] = [all[other]!, all[at]!];
  }
  return all;
}

const greatCities = list(
  '上海市 北京市 深圳市 广州市 杭州市 苏州市 成都市 重庆市 南京市 武汉市 宁波市 东莞市 天津市 西安市 郑州市 长沙市 青岛市 合肥市 佛山市 济南市',
);
const sizeOf = (city: string) => greatCities.indexOf(city) + 1 || 99;

function citiesOf(): { province: string; city: string; districts: string[] }[] {
  const found: { province: string; city: string; districts: string[] }[] = [];
  let province = '';
  for (const line of places.trim().split('\n')) {
    const words = line.trim().split(' ');
    if (!line.startsWith(' ')) province = line;
    else if (!words[0]!.endsWith(':')) found.at(-1)!.districts.push(...words);
    else
      found.push({ province, city: words[0] === '-:' ? province : words[0]!.slice(0, -1), districts: words.slice(1) });
  }
  return found;
}

function newFirm(chance: Seeded, cities: ReturnType<typeof citiesOf>): Firm {
  const { province, city, districts } = often(chance, cities, 2);
  const length = chance.percent(62) ? 2 : chance.percent(60) ? 3 : 4;
  let core = '';
  while (core.length < length) core += often(chance, characters, 1.3);
  const shop = chance.percent(12);
  const limited = chance.percent(93) ? '有限公司' : chance.pick(['有限责任公司', '股份有限公司', '集团有限公司']);
  const trade = shop ? often(chance, small, 1.2) : often(chance, big, 1.3);
  const partnership = trade.endsWith('投资') || trade.endsWith('投资管理') ? chance.percent(50) : chance.percent(2);
  return {
    province: chance.percent(15) ? province : '',
    city,
    district: districts.length > 0 && chance.percent(30) ? chance.pick(districts) : '',
    core,
    trade,
    form: shop ? (chance.percent(20) ? '(个体工商户)' : '') : partnership ? '合伙企业(有限合伙)' : limited,
    branch: !shop && chance.percent(3) ? chance.pick(['分公司', '第一分公司', '第二分公司', '营业部']) : '',
  };
}

/**
 * Another firm with nearly the same name. Most have the same core in another city or trade, or are branches: within a city and a
 * trade, registrars refuse names that can be mistaken for each other, yet some are there.
 */
function nearby(chance: Seeded, firm: Firm, cities: ReturnType<typeof citiesOf>): Firm {
  const kind = chance.between(1, 100);
  if (kind <= 35) {
    const { province, city } = often(chance, cities, 2);
    return { ...firm, province: firm.province && province, city, district: '' };
  }
  if (kind <= 70) return { ...firm, trade: chance.pick(big) };
  if (kind <= 85) return { ...firm, branch: chance.pick(['分公司', '第一分公司', '第二分公司', '第三分公司']) };
  const at = chance.between(0, firm.core.length - 1);
  const other = kind <= 95 ? chance.pick(characters) : soundingLike(chance, firm.core[at]!);
  return { ...firm, core: `${firm.core.slice(0, at)}${other}${firm.core.slice(at + 1)}` };
}

function written({ province, city, district, core, trade, form, branch }: Firm): string {
  return `${province === city ? '' : province}${city}${district}${core}${trade}${form}${branch}`;
}

const longShort = /^(内蒙古|黑龙江|西双版纳|克孜勒苏|巴音郭楞|博尔塔拉|黔东南|黔西南)/;
/** A place as one says it. */
function bare(place: string): string {
  if (/自治|行政区/.test(place)) return longShort.exec(place)?.[0] ?? place.slice(0, 2);
  return place.replace(/(?<=..)(省|市|区|县|地区|盟)$/, '');
}
const traditional = new Map(
  [...simplifiedForms].map(([old, form]) => [String.fromCodePoint(form), String.fromCodePoint(old)]),
);

/** The common characters of GB 2312 by their sound. */
const bySound = new Map<string, string[]>();
function soundingLike(chance: Seeded, character: string): string {
  const soundOf = (one: string) => pinyin(one, { toneType: 'none' });
  if (bySound.size === 0) {
    const decoder = new TextDecoder('gb18030');
    for (let row = 0xb0; row <= 0xd7; row += 1) {
      for (let cell = 0xa1; cell <= (row === 0xd7 ? 0xf9 : 0xfe); cell += 1) {
        const one = decoder.decode(Uint8Array.of(row, cell));
        const alike = bySound.get(soundOf(one));
        if (alike) alike.push(one);
        else bySound.set(soundOf(one), [one]);
      }
    }
  }
  const alike = (bySound.get(soundOf(character)) ?? []).filter((one) => one !== character);
  return alike.length > 0 ? chance.pick(alike) : character;
}

/** Writes a firm as another office has it: a quarter of the names to the letter, the others changed in one to three ways. */
function corruption(chance: Seeded): (firm: Firm) => string {
  const changes: [share: number, change: (parts: Firm) => Firm][] = [
    [14, (firm) => ({ ...firm, form: '' })],
    [8, (firm) => ({ ...firm, form: firm.form === '有限公司' ? '有限责任公司' : firm.form.replace('责任', '') })],
    [12, (firm) => ({ ...firm, province: '', city: '', district: '' })],
    [16, (firm) => ({ ...firm, province: bare(firm.province), city: bare(firm.city) })],
    [10, (firm) => ({ ...firm, district: '', province: '' })],
    [8, (firm) => ({ ...firm, province: '', city: '', district: '', core: `${firm.core}（${bare(firm.city)}）` })],
    [
      8,
      (firm) =>
        changeCore(firm, (core, at) => core.slice(0, at) + soundingLike(chance, core[at]!) + core.slice(at + 1)),
    ],
    [4, (firm) => changeCore(firm, (core, at) => core.slice(0, at) + chance.pick(characters) + core.slice(at + 1))],
    [
      3,
      (firm) => (firm.core.length > 2 ? changeCore(firm, (core, at) => core.slice(0, at) + core.slice(at + 1)) : firm),
    ],
    [2, (firm) => changeCore(firm, (core, at) => core.slice(0, at) + core[at]! + core.slice(at))],
    [
      2,
      (firm) =>
        changeCore(
          firm,
          (core, at) =>
            core.slice(0, Math.max(0, at - 1)) +
            core
              .slice(Math.max(0, at - 1), at + 1)
              .split('')
              .toReversed()
              .join('') +
            core.slice(at + 1),
        ),
    ],
    [3, (firm) => ({ ...firm, trade: firm.trade.replace(/.$/, (last) => soundingLike(chance, last)) })],
    [7, (firm) => (firm.trade.length > 2 ? { ...firm, trade: firm.trade.slice(0, 2) } : firm)],
    [2, (firm) => ({ ...firm, trade: '' })],
    [
      6,
      (firm) => ({
        ...firm,
        core: [...firm.core].map((one) => traditional.get(one) ?? one).join(''),
        trade: [...firm.trade].map((one) => traditional.get(one) ?? one).join(''),
      }),
    ],
    [1, (firm) => ({ ...firm, core: pinyin(firm.core, { toneType: 'none', type: 'array' }).join('') })],
  ];
  const changeCore = (firm: Firm, change: (core: string, at: number) => string): Firm => ({
    ...firm,
    core: change(firm.core, chance.between(0, firm.core.length - 1)),
  });
  const total = changes.reduce((sum, [share]) => sum + share, 0);
  const one = () => {
    let at = chance.between(1, total);
    return changes.find(([share]) => (at -= share) <= 0)![1];
  };
  return (firm) => {
    if (chance.percent(25)) return written(firm);
    let changed = firm;
    const times = chance.percent(60) ? 1 : chance.percent(70) ? 2 : 3;
    for (let time = 0; time < times; time += 1) changed = one()(changed);
    let name = written(changed);
    if (chance.percent(10)) name = name.replaceAll('(', '（').replaceAll(')', '）');
    if (chance.percent(4)) name = `${name.slice(0, 2)} ${name.slice(2)}`;
    return name;
  };
}
