import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type MadeCompanies, makeCompanies } from '../../../../bench/link/made-companies.ts';
import { companyNames } from './company-name.ts';
import { type LinkTable, type Links, link } from './link.ts';

describe('a name of a firm is taken apart', () => {
  let takeApart: ReturnType<typeof companyNames>;
  beforeAll(() => {
    takeApart = companyNames();
  });

  test.each([
    ['上海市浦东新区鑫达信息技术有限公司', '浦东新区', '鑫达', '信息技术', 'limited'],
    ['鑫达（上海）贸易有限责任公司', '上海市', '鑫达', '贸易', 'limited'],
    ['上海鑫達貿易有限公司', '上海市', '鑫达', '贸易', 'limited'],
    ['北京宏远投资管理合伙企业（有限合伙）', '北京市', '宏远', '投资管理', 'partnership'],
    ['内蒙古伊利实业集团股份有限公司', '内蒙古自治区', '伊利', '实业', 'joint-stock'],
    ['ＡＢＣ科技（深圳）有限公司', '深圳市', 'abc', '科技', 'limited'],
    ['广西壮族自治区南宁市青秀区顺发五金店（个体工商户）', '青秀区', '顺发', '五金店', 'individual'],
    ['延边金达莱食品有限公司', '延边朝鲜族自治州', '金达莱', '食品', 'limited'],
    ['昆山 恒创 电子商务有限公司', '昆山市', '恒创', '电子商务', 'limited'],
    ['阳光农民专业合作社', null, '阳光', '', 'cooperative'],
    ['鑫达', null, '鑫达', '', 'none'],
  ] as const)('%s', (name, place, core, trade, form) => {
    expect(takeApart(name)).toEqual({ place, core, trade, form, branch: false });
  });

  test('a name that is nothing but a place keeps it as its core', () => {
    expect(takeApart('上海有限公司')).toMatchObject({ place: null, core: '上海' });
  });

  test('a district is a place behind its city only, since firms are called 长安 and 新华 too', () => {
    expect(takeApart('西安长安华宇餐饮有限公司')).toMatchObject({ place: '长安区', core: '华宇' });
    expect(takeApart('长安华宇餐饮有限公司')).toMatchObject({ place: null, core: '长安华宇' });
  });

  test('a branch is known as one', () => {
    expect(takeApart('上海鑫达贸易有限公司第二分公司')).toMatchObject({ core: '鑫达', trade: '贸易', branch: true });
  });

  test('no name breaks the reader, and what it keeps is never longer than the name', () => {
    const unit = fc.constantFrom(...'上海市浦东新区鑫达贸易有限责任公司（）()集团分a1Ａ　 ', '\ud83d', '龘');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(unit).map((all) => all.join('')),
        ),
        (name) => {
          const { core, trade } = takeApart(name);
          expect(core.length + trade.length).toBeLessThanOrEqual(Math.min(120, name.length));
        },
      ),
    );
  });
});

const register = [
  '上海市浦东新区鑫达信息技术有限公司',
  '上海恒瑞国际贸易有限公司',
  '苏州市柏林木业有限公司',
  '北京中科启航教育科技有限公司',
  '杭州西湖龙翔茶叶有限公司',
  '深圳市华腾电子有限公司',
  '成都市锦江区蜀味火锅店',
  '广州骏驰汽车销售服务有限公司',
];
describe('records are linked', () => {
  test.each([
    ['written with another form', '上海恒瑞国际贸易有限责任公司', 1],
    ['with the place in brackets', '恒瑞国际贸易（上海）有限公司', 1],
    ['in traditional characters', '上海恆瑞國際貿易有限公司', 1],
    ['with a character that sounds the same', '上海恒锐国际贸易有限公司', 1],
    ['with a wrong character', '北京中科启杭教育科技有限公司', 3],
    ['with a character left out', '北京中科航教育科技有限公司', 3],
    ['with two characters swapped', '北京中启科航教育科技有限公司', 3],
    ['with a wrong character in the trade', '上海市鑫达信息枝术有限公司', 0],
    ['by its short name', '苏州柏林木业', 2],
    ['without its place', '骏驰汽车销售服务有限公司', 7],
    ['in pinyin', '深圳市huateng电子有限公司', 5],
  ])('%s', async (_how, name, expected) => {
    const links = await link({ name: register }, { name: [name] });
    expect([...links.left]).toEqual([expected]);
  });

  test.each([
    ['in another city', '南京恒瑞国际贸易有限公司'],
    ['of another trade', '上海恒瑞物业管理有限公司'],
    ['that is a branch', '上海恒瑞国际贸易有限公司第一分公司'],
    ['of another name', '上海瀚海国际贸易有限公司'],
  ])('but not with a firm %s', async (_how, name) => {
    expect(await link({ name: register }, { name: [name] })).toMatchObject({ length: 0 });
  });

  test('each pair says why, the strongest reason first, and what speaks against it last', async () => {
    const links = await link({ name: register }, { name: ['苏州市柏霖木业有限公司'] });
    expect(links.reasons(0).map(({ part, level }) => [part, level])).toEqual(
      expect.arrayContaining([
        ['core', 'same-sound'],
        ['place', 'same'],
        ['trade', 'same'],
        ['form', 'same'],
      ]),
    );
    const bits = links.reasons(0).map((reason) => reason.bits);
    expect(bits).toEqual(bits.toSorted((a, b) => b - a));
  });

  test('a firm of a rare name is surer than one of a common name', async () => {
    const cities = ['南京', '无锡', '徐州', '常州', '苏州', '南通', '扬州', '镇江', '泰州', '宿迁'];
    const many = cities.flatMap((city) =>
      ['贸易', '物流', '餐饮', '建材'].map((trade) => `${city}顺达${trade}有限公司`),
    );
    const left = [...many, '武汉顺达食品有限公司', '武汉龘犇食品有限公司'];
    const links = await link({ name: left }, { name: ['顺达食品', '龘犇食品'] }, { atLeast: 0 });
    const best = (right: number) => Math.max(...[...links.probability].filter((_, at) => links.right[at] === right));
    expect(best(1)).toBeGreaterThan(best(0));
  });

  test('a name that nobody else has is enough, without place and trade', async () => {
    const left = [...'吖茶咪阿町堡荔枝笨熊藤椒骆驼蜻蜓琥珀鹦鹉'].map(
      (one, at) => `${one}${'甲乙丙丁戊己庚辛'[at % 8]!}${one}`,
    );
    const links = await link({ name: left }, { name: left.map((name) => `${name}有限公司`) });
    expect([...links.left]).toEqual([...left.keys()]);
  });

  test('two firms of one name are each other’s rivals, and neither is proposed as sure', async () => {
    const left = [...register, '南京恒瑞国际贸易有限公司'];
    const links = await link({ name: left }, { name: ['恒瑞国际贸易有限公司'] }, { atLeast: 0.1 });
    expect([...links.left].toSorted((a, b) => a - b)).toEqual([1, 8]);
    for (const probability of links.probability) expect(probability).toBeLessThan(0.6);
  });

  const withCodes = {
    name: register,
    code: register.map((_, at) => `9131000${at}MA1FL0${at}A${at}X`.padEnd(18, '7')),
    phone: register.map((_, at) => `1380000${at}${at}${at}${at}`),
  };

  test('by a code with one wrong character, though the name is another', async () => {
    const code = `${withCodes.code[3]!.slice(0, 9)}Q${withCodes.code[3]!.slice(10)}`;
    const links = await link(withCodes, { name: ['启航学堂'], code: [code], phone: [''] });
    expect([...links.left]).toEqual([3]);
    expect(links.reasons(0)).toContainEqual(expect.objectContaining({ part: 'code', level: 'one-character' }));
  });

  test('by a phone, however it is written', async () => {
    const links = await link(withCodes, { name: ['蜀味'], code: [''], phone: ['+86 138-0000-6666'] });
    expect([...links.left]).toEqual([6]);
  });

  test('by an address, where the name is a part of it', async () => {
    const address = register.map((_, at) => `江苏省苏州市姑苏区人民路${at}88号${at}室`);
    const right = { name: ['柏林'], address: ['姑苏区人民路288号2室'] };
    const links = await link({ name: register, address }, right);
    expect([...links.left]).toEqual([2]);
    expect(links.reasons(0)).toContainEqual(expect.objectContaining({ part: 'address', level: 'same' }));
  });

  test('with codes alone, and with nothing to go by there are no pairs', async () => {
    const { code } = withCodes;
    expect([...(await link({ code }, { code: [code[5]!, ''] })).left]).toEqual([5]);
    expect(await link({ name: [] }, { name: ['鑫达'] })).toMatchObject({ length: 0 });
    expect(await link({ name: register }, { name: [] })).toMatchObject({ length: 0 });
  });

  test('columns of one side are as long as each other', async () => {
    await expect(link({ name: ['甲'], code: [] }, { name: [] })).rejects.toThrow(RangeError);
  });
});

describe('a person decides', () => {
  const right = { name: ['上海恒瑞国际贸易有限公司', '恒瑞国际贸易'] };

  test('an accepted pair is certain, and none other is proposed for its record', async () => {
    const decisions = [{ left: 4, right: 0, verdict: 'accepted' } as const];
    const links = await link({ name: register }, { name: [right.name[0]!] }, { decisions });
    expect([...links.left, ...links.probability]).toEqual([4, 1]);
    expect(links.decided(0)).toBe('accepted');
  });

  test('a refused pair is not proposed again', async () => {
    const decisions = [{ left: 1, right: 0, verdict: 'refused' } as const];
    const links = await link({ name: register }, right, { decisions });
    expect([...links.right]).toEqual([1]);
  });

  test('a pair of which one is not sure is proposed again, as such', async () => {
    const decisions = [{ left: 1, right: 0, verdict: 'unsure' } as const];
    const links = await link({ name: register }, right, { decisions });
    expect([links.decided(0), links.decided(1)]).toEqual(['unsure', null]);
  });

  test('one to one, the likelier of two has the record, unless the other was accepted', async () => {
    const oneToOne = await link({ name: register }, right, { oneToOne: true });
    expect([...oneToOne.right]).toEqual([0]);
    const decisions = [{ left: 1, right: 1, verdict: 'accepted' } as const];
    const decided = await link({ name: register }, right, { oneToOne: true, decisions });
    expect([...decided.right]).toEqual([1]);
  });
});

/** Pairs by what they say, since rows have no other name. */
function pairsOf({ left, right }: { left: LinkTable; right: LinkTable }, links: Links): string[] {
  return Array.from(
    { length: links.length },
    (_, at) => `${left.name![links.left[at]!]} ${right.name![links.right[at]!]} ${links.probability[at]}`,
  ).toSorted();
}

describe('on registers of invented firms', () => {
  let made: MadeCompanies;
  beforeAll(() => {
    made = makeCompanies(3000, 11);
  });

  test('nine pairs in ten are found, and nine in ten of those proposed are right', async () => {
    const links = await link({ name: made.left }, { name: made.right }, { workers: 2, oneToOne: true });
    const right = [...links.right].filter((row, at) => made.truth[row] === links.left[at]).length;
    const pairs = made.truth.filter((row) => row >= 0).length;
    expect(right / links.length).toBeGreaterThan(0.9);
    expect(right / pairs).toBeGreaterThan(0.9);
  });

  test('of the pairs said to be about so likely, about so many are right', async () => {
    const links = await link({ name: made.left }, { name: made.right }, { workers: 2, atLeast: 0.02 });
    const said = links.probability.reduce((sum, one) => sum + one, 0);
    const right = [...links.right].filter((row, at) => made.truth[row] === links.left[at]).length;
    expect(Math.abs(said - right) / right).toBeLessThan(0.05);
  });

  test('the answer is the same whatever the order of rows and the number of workers', async () => {
    const tables = { left: { name: made.left.slice(0, 2400) }, right: { name: made.right.slice(0, 2400) } };
    const rules = { atLeast: 0.2, oneToOne: true };
    const expected = pairsOf(tables, await link(tables.left, tables.right, { ...rules, workers: 1 }));
    expect(expected.length).toBeGreaterThan(100);
    const order = (seed: number) =>
      fc.sample(fc.shuffledSubarray([...made.left.keys()].slice(0, 2400), { minLength: 2400 }), {
        numRuns: 1,
        seed,
      })[0]!;
    for (const [seed, workers] of [
      [1, 1],
      [2, 2],
      [3, 4],
    ] as const) {
      const shuffled = {
        left: { name: order(seed).map((at) => tables.left.name[at]!) },
        right: { name: order(seed + 100).map((at) => tables.right.name[at]!) },
      };
      expect(pairsOf(shuffled, await link(shuffled.left, shuffled.right, { ...rules, workers }))).toEqual(expected);
    }
  });
});
