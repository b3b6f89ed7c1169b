import { type PackedTable, type RecordReader, codeLength, finish, mix } from './record-reader.ts';

/** At most so many keys come from a name; of a longer core the last ones are left out. */
const keysOfName = 21;
const keysOfOthers = 7;

/** How many keys the records of a table have at most. */
export function keyWidth({ name, code, phone, address }: PackedTable): number {
  return (name ? keysOfName : 0) + (code || phone || address ? keysOfOthers : 0);
}

/** How much a shared key says before a pair is looked at closely. */
const weights = {
  identifier: 12,
  partOfIdentifier: 6,
  wholeName: 10,
  soundAndPlace: 6,
  soundAndTrade: 5,
  sound: 4,
  oneOutInPlace: 5,
  oneOutInTrade: 4,
  anyOrder: 4,
  oneOut: 3,
  pairInPlace: 3,
  pair: 2,
};
type Kind = keyof typeof weights;
const seeds = Object.fromEntries(Object.keys(weights).map((kind, at) => [kind, finish(at + 1)])) as Record<
  Kind,
  number
>;

/**
 * The keys that a record is found by: two records are compared only when they share a key that few have. From coarse to fine, so
 * that where more firms have the same core, keys with place or trade still tell them apart, and blocking tightens by itself as
 * tables grow.
 */
export class BlockKeys {
  readonly keys = new Int32Array(keysOfName + keysOfOthers);
  readonly weights = new Uint8Array(keysOfName + keysOfOthers);
  length = 0;
  /** A record that shares so much of the first `coarse` keys is the one or its namesake: finer keys need not be looked at. */
  coarse = 0;
  readonly enough = weights.wholeName + weights.soundAndPlace;
  #most = 0;
  readonly #cityOf: Uint16Array;

  constructor(cityOf: Uint16Array) {
    this.#cityOf = cityOf;
  }

  #add(kind: Kind, one: number, other = 0): void {
    if (this.length === this.#most) return;
    this.keys[this.length] = finish(mix(mix(seeds[kind], one), other));
    this.weights[this.length] = weights[kind];
    this.length += 1;
  }

  of(record: RecordReader): void {
    this.length = 0;
    this.coarse = 0;
    this.#most = keysOfOthers;
    if (record.hasCode) this.#code(record);
    if (record.phone !== 0) this.#add('identifier', record.phone);
    if (record.addressLength > 0) this.#address(record);
    this.#most = this.length + keysOfName;
    if (record.name.coreLength > 0) this.#name(record);
  }

  /** Three parts of a code: one wrong character leaves two of them whole. */
  #code({ code }: RecordReader): void {
    for (let part = 0; part < 3; part += 1) {
      let number = part;
      for (let at = part * 6; at < part * 6 + codeLength / 3; at += 1) number = mix(number, code[at]!);
      this.#add('partOfIdentifier', number, 1);
    }
  }

  /** The two characters before each of the first three numbers, with the number: 路 and house. */
  #address({ address, addressLength }: RecordReader): void {
    let found = 0;
    for (let at = 3; at < addressLength && found < 3; at += 1) {
      if (!isDigit(address[at]!) || isDigit(address[at - 1]!)) continue;
      let number = mix(mix(address[at - 3]!, address[at - 2]!), address[at - 1]!);
      for (let digit = at; digit < addressLength && isDigit(address[digit]!); digit += 1)
        number = mix(number, address[digit]!);
      this.#add('partOfIdentifier', number, 2);
      found += 1;
    }
  }

  #name({ name, sounds, coreSound, trade }: RecordReader): void {
    const { body, coreLength, bodyLength } = name;
    const city = this.#cityOf[name.place]!;
    const head = coreLength < bodyLength ? sounds[body[coreLength]!]! : 0;
    let whole = bodyLength;
    for (let at = 0; at < bodyLength; at += 1) whole = mix(whole, sounds[body[at]!]!);
    this.#add('wholeName', whole);
    if (city !== 0) this.#add('soundAndPlace', coreSound, city);
    if (head !== 0) this.#add('soundAndTrade', coreSound, head);
    this.#add('sound', coreSound);
    this.coarse = this.length;
    const core = Math.min(coreLength, 5);
    for (let out = coreLength > 1 ? -1 : core; out < core; out += 1) {
      let rest = 0;
      for (let at = 0; at < coreLength; at += 1) if (at !== out) rest = mix(rest, sounds[body[at]!]!);
      if (city !== 0) this.#add('oneOutInPlace', rest, mix(city, head));
      this.#add('oneOutInTrade', rest, trade);
    }
    for (let at = 0; at < core && at + 1 < bodyLength; at += 1) {
      this.#add('pair', body[at]!, body[at + 1]!);
      if (city !== 0 && at + 1 < coreLength) this.#add('pairInPlace', mix(body[at]!, body[at + 1]!), city);
    }
    if (coreLength > 2) {
      let all = 0;
      for (let at = 0; at < coreLength; at += 1) all = (all + finish(body[at]!)) | 0;
      this.#add('anyOrder', all, head);
      for (let out = 0; out < core; out += 1) {
        let rest = 0;
        for (let at = 0; at < coreLength; at += 1) if (at !== out) rest = mix(rest, sounds[body[at]!]!);
        this.#add('oneOut', rest);
      }
    }
  }
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
