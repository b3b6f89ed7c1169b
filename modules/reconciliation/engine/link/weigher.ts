import { oneEdit, sameSounds, swapped } from './edits.ts';
import { type Frequencies, slotOf } from './frequencies.ts';
import type { Gazetteer, PlaceRelation } from './gazetteer.ts';
import { type RecordReader, codeLength } from './record-reader.ts';
import type { StoredRecord } from './record-store.ts';
import { numbersOf, packLevels, parts, tables, unrelatedBits } from './weights.ts';

const [corePart, placePart, tradePart, formPart, branchPart, codePart, phonePart, addressPart] = parts.keys();
const core = numbersOf('core');
const place = numbersOf('place');
const trade = numbersOf('trade');
const form = numbersOf('form');
const branch = numbersOf('branch');
const code = numbersOf('code');
const phone = numbersOf('phone');
const address = numbersOf('address');

const placeLevels: Record<PlaceRelation, number> = { ...place, unknown: place.absent };
/**
 * The left is a part of a larger world, which is counted in with so many rows of these shares: of eight firms one is not an
 * eighth of all.
 */
const worldRows = 256;
const world = {
  core: 2 ** -14,
  sound: 2 ** -12,
  trade: 0.01,
  city: 0.03,
  place: 0.005,
  form: 0.2,
  phone: 2 ** -20,
  character: 0.001,
};

/** Numbers of forms: a mere 公司 does not contradict what is more exact. */
const company = 1;
const limited = 2;

/**
 * Weighs pairs after Fellegi and Sunter: each part adds log2(m / u), in bits. u is how often the left would stand so by chance, by
 * the frequencies counted there, so that a rare core says more than a common one. `weigh` sets the fields anew.
 */
export class Weigher {
  /** The sum, in bits: evidence that both are one firm or relatives. */
  evidence = 0;
  /** The evidence without what relatives would show as well. */
  weight = 0;
  /** What each of `parts` added to the evidence. */
  readonly bits = new Float64Array(parts.length);
  readonly #levels = new Uint8Array(parts.length);
  readonly #counts: Frequencies;
  readonly #rows: number;
  readonly #most: number;
  readonly #gazetteer: Gazetteer;
  readonly #cityOf: Uint16Array;
  readonly #unseenCores: number;
  readonly #unseenSounds: number;
  readonly #characterBits: Float32Array;
  readonly #tradeBits: Float32Array;

  constructor(counts: Frequencies, rows: number, gazetteer: Gazetteer, cityOf: Uint16Array) {
    this.#counts = counts;
    this.#rows = rows;
    this.#most = Math.log2(rows + worldRows);
    this.#gazetteer = gazetteer;
    this.#cityOf = cityOf;
    this.#unseenCores = onceMore(counts.cores);
    this.#unseenSounds = onceMore(counts.coreSounds);
    this.#characterBits = rarities(counts.characters);
    this.#tradeBits = rarities(counts.tradeCharacters);
  }

  /** The levels of the pair weighed last, packed. */
  get levels(): number {
    return packLevels(this.#levels);
  }

  weigh(record: RecordReader, stored: StoredRecord): void {
    const { name } = record;
    this.evidence = 0;
    this.#names(record, stored);
    this.#place(name.place, stored.place);
    this.#form(name.form, stored.form);
    this.#branch(name.branch, stored.branch);
    this.#code(record, stored);
    this.#phone(record.phone, stored.phone);
    this.#address(record, stored);
    this.weight = this.evidence + unrelatedBits(this.levels);
  }

  /** Sets a part's level: `chance` is -log2(u). */
  #set(part: number, level: number, chance: number): void {
    const bits = level === 0 ? 0 : tables.agreement[part * 8 + level]! + chance;
    this.#levels[part] = level;
    this.bits[part] = bits;
    this.evidence += bits;
  }

  /** -log2 of the share of records that `count` of the left is. */
  #rarity(count: number, share: number): number {
    return Math.log2((this.#rows + worldRows) / (count + worldRows * share));
  }

  #names(record: RecordReader, stored: StoredRecord): void {
    const { name, sounds } = record;
    const { body } = name;
    const { bodies } = stored.store;
    if (name.bodyLength === 0 || stored.bodyLength === 0) {
      this.#set(corePart!, core.absent, 0);
      this.#set(tradePart!, trade.absent, 0);
      return;
    }
    if (record.core === stored.core) {
      this.#set(corePart!, core.same, this.#coreRarity(stored.core));
      this.#trade(record, stored);
      return;
    }
    if (record.coreSound === stored.coreSound) {
      this.#set(corePart!, core['same-sound'], this.#soundRarity(stored.coreSound));
      this.#trade(record, stored);
      return;
    }
    // A wrong character in the trade hides where the core ends: whole bodies are looked at before cores.
    const edit = oneEdit(body, name.bodyLength, bodies, stored.bodyFrom, stored.bodyLength);
    if (edit < 0 || Math.min(name.bodyLength, stored.bodyLength) < 3) {
      this.#cores(name, stored);
      return;
    }
    if (edit >= stored.coreLength) {
      this.#set(corePart!, core.same, this.#coreRarity(stored.core));
      this.#set(tradePart!, trade.similar, this.#tradeRarity(stored.trade) / 2);
      return;
    }
    if (sameSounds(sounds, body, name.bodyLength, bodies, stored.bodyFrom, stored.bodyLength)) {
      this.#set(corePart!, core['same-sound'], this.#soundRarity(stored.coreSound));
    } else this.#set(corePart!, core['one-character'], this.#without(stored, edit));
    this.#set(tradePart!, stored.trade === 0 ? trade.absent : trade.same, this.#tradeRarity(stored.trade));
  }

  #coreRarity(number: number): number {
    return this.#rarity(countOf(this.#counts.cores, number) - 1 + this.#unseenCores, world.core);
  }

  #soundRarity(number: number): number {
    return this.#rarity(countOf(this.#counts.coreSounds, number) - 1 + this.#unseenSounds, world.sound);
  }

  #tradeRarity(number: number): number {
    return this.#rarity(countOf(this.#counts.trades, number), world.trade);
  }

  /** What the characters of a stored core say but for one, whichever it is. */
  #without(stored: StoredRecord, out: number): number {
    const { bodies } = stored.store;
    let bits = 0;
    for (let at = 0; at < stored.coreLength; at += 1) {
      if (at !== out) bits += this.#characterBits[bodies[stored.bodyFrom + at]!]!;
    }
    return Math.min(this.#most, bits - Math.log2(stored.coreLength));
  }

  #cores(name: RecordReader['name'], stored: StoredRecord): void {
    const { body, coreLength } = name;
    const { bodies } = stored.store;
    const from = stored.bodyFrom;
    const shorter = Math.min(coreLength, stored.coreLength);
    const edit = oneEdit(body, coreLength, bodies, from, stored.coreLength);
    let begin = 0;
    while (begin < shorter && body[begin] === bodies[from + begin]) begin += 1;
    let end = 0;
    while (end < shorter && body[coreLength - 1 - end] === bodies[from + stored.coreLength - 1 - end]) end += 1;
    if (shorter > 1 && begin === shorter) {
      this.#set(corePart!, core.part, Math.min(this.#beginning(body, begin), this.#shorterRarity(name, stored)));
      this.#trades(name, begin, stored, begin);
      return;
    }
    if (edit >= 0 && shorter > 1)
      this.#set(corePart!, core['one-character'], this.#without(stored, Math.min(edit, stored.coreLength - 1)));
    else if (swapped(body, coreLength, bodies, from, stored.coreLength))
      this.#set(corePart!, core.swapped, this.#without(stored, -1));
    else if (shorter > 1 && end === shorter) this.#set(corePart!, core.part, this.#shorterRarity(name, stored));
    else if (begin > 1) this.#set(corePart!, core.similar, this.#beginning(body, begin));
    else this.#set(corePart!, core.different, 0);
    this.#trades(name, coreLength, stored, stored.coreLength);
  }

  /** What the first units of a core say. */
  #beginning(body: Uint16Array, length: number): number {
    let bits = 0;
    for (let at = 0; at < length; at += 1) bits += this.#characterBits[body[at]!]!;
    return Math.min(bits, this.#most);
  }

  #shorterRarity(name: RecordReader['name'], stored: StoredRecord): number {
    return stored.coreLength < name.coreLength
      ? this.#coreRarity(stored.core)
      : this.#beginning(name.body, name.coreLength);
  }

  #trade(record: RecordReader, stored: StoredRecord): void {
    if (record.trade === 0 || stored.trade === 0) this.#set(tradePart!, trade.absent, 0);
    else if (record.trade === stored.trade) this.#set(tradePart!, trade.same, this.#tradeRarity(stored.trade));
    else this.#trades(record.name, record.name.coreLength, stored, stored.coreLength);
  }

  /** The trades as what stands behind `mine` and `theirs` units, by the characters that they share. */
  #trades({ body, bodyLength }: RecordReader['name'], mine: number, stored: StoredRecord, theirs: number): void {
    const { bodies } = stored.store;
    if (mine === bodyLength || theirs === stored.bodyLength) {
      this.#set(tradePart!, trade.absent, 0);
      return;
    }
    let [own, shared] = [0, 0];
    for (let at = mine; at < bodyLength; at += 1) {
      const bits = this.#tradeBits[body[at]!]!;
      own += bits;
      for (let other = theirs; other < stored.bodyLength; other += 1) {
        if (body[at] !== bodies[stored.bodyFrom + other]) continue;
        shared += bits;
        break;
      }
    }
    let other = 0;
    for (let at = theirs; at < stored.bodyLength; at += 1) other += this.#tradeBits[bodies[stored.bodyFrom + at]!]!;
    const share = shared / Math.min(own, other);
    const rarity = this.#tradeRarity(stored.trade);
    if (share > 0.99) this.#set(tradePart!, trade.part, rarity / 2);
    else if (share >= 0.5) this.#set(tradePart!, trade.similar, rarity / 2);
    else this.#set(tradePart!, trade.different, 0);
  }

  #place(mine: number, theirs: number): void {
    const level = placeLevels[this.#gazetteer.relation(mine, theirs)];
    if (level === place.absent) {
      this.#set(placePart!, level, 0);
      return;
    }
    const { cities, places } = this.#counts;
    const city = this.#rarity(cities[this.#cityOf[theirs]!]!, world.city);
    if (level === place.same) this.#set(placePart!, level, Math.max(city, this.#rarity(places[theirs]!, world.place)));
    else if (level === place.within)
      this.#set(placePart!, level, Math.min(city, this.#rarity(cities[this.#cityOf[mine]!]!, world.city)));
    else this.#set(placePart!, level, level === place['same-city'] ? city : 0);
  }

  #form(mine: number, theirs: number): void {
    const vague = (mine === company && theirs >= limited) || (theirs === company && mine >= limited);
    if (mine === 0 || theirs === 0 || vague) this.#set(formPart!, form.absent, 0);
    else if (mine === theirs) this.#set(formPart!, form.same, this.#rarity(this.#counts.forms[theirs]!, world.form));
    else this.#set(formPart!, form.different, 2);
  }

  #branch(mine: number, theirs: number): void {
    if (mine === 0 && theirs === 0) this.#set(branchPart!, branch.absent, 0);
    else if (mine === theirs) this.#set(branchPart!, branch.same, 4);
    else this.#set(branchPart!, mine === 0 || theirs === 0 ? branch['one-sided'] : branch.different, 0);
  }

  #code(record: RecordReader, stored: StoredRecord): void {
    const { codes } = stored.store;
    const from = stored.row * codeLength;
    if (!record.hasCode || codes.length === 0 || codes[from] === 0) {
      this.#set(codePart!, code.absent, 0);
      return;
    }
    let wrong = 0;
    for (let at = 0; at < codeLength; at += 1) if (record.code[at] !== codes[from + at]) wrong += 1;
    if (wrong === 0) this.#set(codePart!, code.same, this.#most + 20);
    else if (wrong === 1) this.#set(codePart!, code['one-character'], this.#most + 14);
    else this.#set(codePart!, code.different, 0);
  }

  #phone(mine: number, theirs: number): void {
    if (mine === 0 || theirs === 0) this.#set(phonePart!, phone.absent, 0);
    else if (mine === theirs)
      this.#set(phonePart!, phone.same, this.#rarity(countOf(this.#counts.phones, theirs), world.phone));
    else this.#set(phonePart!, phone.different, 0);
  }

  /** By the pairs of neighbours that both addresses have: a house has its 路, number and room, whatever is written around. */
  #address(record: RecordReader, { row, store }: StoredRecord): void {
    const { addresses, addressStarts } = store;
    const from = addressStarts[row] ?? 0;
    let to = from;
    while (to < (addressStarts[row + 1] ?? 0) && addresses[to] !== 0) to += 1;
    if (record.addressLength < 2 || to - from < 2) {
      this.#set(addressPart!, address.absent, 0);
      return;
    }
    let shared = 0;
    for (let at = 0; at + 1 < record.addressLength; at += 1) {
      for (let other = from; other + 1 < to; other += 1) {
        if (record.address[at] !== addresses[other] || record.address[at + 1] !== addresses[other + 1]) continue;
        shared += 1;
        break;
      }
    }
    const share = shared / (Math.min(record.addressLength, to - from) - 1);
    if (share === 1) this.#set(addressPart!, address.same, Math.min(12, this.#most));
    else this.#set(addressPart!, share >= 0.7 ? address.similar : address.different, share >= 0.7 ? 5 : 0);
  }
}

const countOf = (counts: Int32Array, number: number) => counts[slotOf(counts, number)]!;

/**
 * Of what stands once on the left, how often it is expected once more among as many others, by Good and Turing: twice as many as
 * stand twice, for each that stands once. Where every core is another one, the same core is hardly ever chance.
 */
function onceMore(counts: Int32Array): number {
  let once = 0;
  let twice = 0;
  for (let slot = 0; slot < counts.length; slot += 1) {
    if (counts[slot] === 1) once += 1;
    else if (counts[slot] === 2) twice += 1;
  }
  return Math.min(1, Math.max(0.05, (2 * twice) / Math.max(1, once)));
}

/** -log2 of the share that each unit has of those counted; slot 0 is how many there are. */
function rarities(counts: Int32Array): Float32Array {
  return Float32Array.from(counts, (count, unit) =>
    unit === 0 ? 0 : Math.log2((counts[0]! + worldRows) / (count + worldRows * world.character)),
  );
}
