import { PhraseList } from './phrase-list.ts';
import { places } from './places.ts';

/** How two places stand to each other. */
export type PlaceRelation = 'unknown' | 'same' | 'within' | 'same-city' | 'same-province' | 'different';

interface Place {
  name: string;
  /** 0 for a province, and for a name that several places have. */
  parent: number;
  level: 'province' | 'city' | 'district';
}

/** A way to write places. */
interface Written {
  /** The places that are written so; the one that is meant without a place before it comes first. */
  found: number[];
  /** It says a place without another before it. */
  alone: boolean;
}

const peoples =
  '蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 怒 鄂温克 保安 裕固 塔吉克 鄂伦春 门巴 珞巴 独龙 京 基诺 各';
const ofPeoples = new RegExp(`((${peoples.replaceAll(' ', '|')})族?)+(?=自治)`);

/** The name as one says it: without 省, 市, 区 and the like; the name itself when nothing much would be left. */
function shortOf(name: string): string {
  const kinds = /(特别行政区|自治[区州县旗]|地区|新区|林区|矿区|[省市区县盟旗])$/;
  const short = [name.replace(ofPeoples, ''), name].map((one) => one.replace(kinds, '')).find((one) => one.length >= 2);
  return short ?? name;
}

/** Places of China by number from 1; 0 is no place. Numbers are the same as long as the list is. */
export class Gazetteer {
  readonly #places: Place[] = [{ name: '', parent: 0, level: 'province' }];
  readonly #byName = new Map<string, number[]>();
  readonly #phrases: PhraseList;
  readonly #written: Written[] = [];

  constructor() {
    let province = 0;
    let city = 0;
    for (const line of places.trim().split('\n')) {
      const words = line.trim().split(' ');
      if (!line.startsWith(' ')) province = this.#add(line, 0, 'province');
      else {
        const head = words[0]!.endsWith(':') ? words.shift()!.slice(0, -1) : null;
        if (head !== null) city = head === '-' ? province : this.#add(head, province, 'city');
        for (const word of words) this.#add(word, city, 'district');
      }
    }
    for (const [name, found] of this.#byName) if (found.length > 1) this.#shared(name, found);
    this.#phrases = new PhraseList(
      [...this.#byName].map(([name, found]) => [
        name,
        this.#written.push({ found, alone: this.#standsAlone(name, found) }) - 1,
      ]),
    );
  }

  #add(name: string, parent: number, level: Place['level']): number {
    const number = this.#places.push({ name, parent, level }) - 1;
    for (const form of new Set([name, shortOf(name)])) {
      const found = this.#byName.get(form);
      if (found) found.push(number);
      else this.#byName.set(form, [number]);
    }
    return number;
  }

  /** A province or city before its namesakes; else a place of its own that only has the name. */
  #shared(name: string, found: number[]): void {
    const greater = found.find((one) => this.#places[one]!.level !== 'district');
    const first = greater ?? this.#places.push({ name, parent: 0, level: 'district' }) - 1;
    this.#byName.set(name, [first, ...found.filter((one) => one !== first)]);
  }

  #standsAlone(name: string, [first]: number[]): boolean {
    const place = this.#places[first!]!;
    return place.level !== 'district' || /[市区县旗]$/.test(name) || place.name.endsWith('市');
  }

  nameOf(place: number): string {
    return this.#places[place]!.name;
  }

  get size(): number {
    return this.#places.length;
  }

  /** What `read` read last: the place, 0 for none, and how many units it is written in. */
  place = 0;
  length = 0;

  /**
   * Reads the place that folded text begins with at `from`, as far down as it goes (上海市浦东新区). A district without 区 or 县
   * counts only after its city: 新华 and 长安 are names of firms too.
   */
  read(text: Uint16Array, from: number, to: number): void {
    this.place = 0;
    let at = from;
    while (at < to && (this.place === 0 || this.#places[this.place]!.level !== 'district')) {
      const phrase = this.#phrases.find(text, at, to, this.#lower);
      if (phrase < 0) break;
      at += this.#phrases.lengthOf(phrase);
    }
    this.length = at - from;
  }

  /** Goes down to a place of that name, if one lies in the place read so far. */
  readonly #lower = (written: number): boolean => {
    const next = this.#under(this.#written[written]!, this.place);
    if (next !== 0) this.place = next;
    return next !== 0;
  };

  #under({ alone, found }: Written, place: number): number {
    if (place === 0) return alone ? found[0]! : 0;
    for (const one of found) if (this.#lies(one, place)) return one;
    return 0;
  }

  #lies(inner: number, outer: number): boolean {
    for (let at = this.#places[inner]!.parent; at !== 0; at = this.#places[at]!.parent) if (at === outer) return true;
    return false;
  }

  /** The city that a place is or lies in; the province where nothing smaller is said. */
  cityOf(place: number): number {
    const { level, parent } = this.#places[place]!;
    return level === 'district' && parent !== 0 ? parent : place;
  }

  relation(a: number, b: number): PlaceRelation {
    if (a === 0 || b === 0) return 'unknown';
    if (a === b) return 'same';
    if (this.#lies(a, b) || this.#lies(b, a)) return 'within';
    const [one, other] = [this.#places[a]!, this.#places[b]!];
    if (one.level === 'district' && other.level === 'district') {
      if (one.parent === 0 || other.parent === 0)
        return shortOf(one.name) === shortOf(other.name) ? 'same' : 'different';
      if (one.parent === other.parent) return 'same-city';
    }
    return this.#provinceOf(a) === this.#provinceOf(b) ? 'same-province' : 'different';
  }

  #provinceOf(place: number): number {
    let at = place;
    while (this.#places[at]!.parent !== 0) at = this.#places[at]!.parent;
    return at;
  }
}
