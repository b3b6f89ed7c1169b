import type { PackedTable, RecordReader } from './record-reader.ts';

/** How often what a name is made of stands on the left; numbers of texts share a slot now and then. */
export interface Frequencies {
  cores: Int32Array;
  coreSounds: Int32Array;
  trades: Int32Array;
  phones: Int32Array;
  cities: Int32Array;
  places: Int32Array;
  forms: Int32Array;
  /** Of units in cores; slot 0 is how many units there are. */
  characters: Int32Array;
  /** The same of units in trades. */
  tradeCharacters: Int32Array;
}

/** No counts yet, with room for what the table has. */
export function frequencies({ rows, phone }: PackedTable, places: number): Frequencies {
  const enough = 2 ** Math.min(22, Math.max(10, Math.ceil(Math.log2(rows + 1)) + 2));
  const counts = (slots: number) => new Int32Array(new SharedArrayBuffer(slots * 4));
  return {
    cores: counts(enough),
    coreSounds: counts(enough),
    trades: counts(1 << 16),
    phones: counts(phone ? enough : 1),
    cities: counts(places),
    places: counts(places),
    forms: counts(8),
    characters: counts(65_536),
    tradeCharacters: counts(65_536),
  };
}

/** Counts records for one of several workers. Units are many and few of them differ: they are added up apart, and told by `end`. */
export class Counter {
  readonly #counts: Frequencies;
  readonly #cityOf: Uint16Array;
  readonly #characters = new Int32Array(65_536);
  readonly #tradeCharacters = new Int32Array(65_536);

  constructor(counts: Frequencies, cityOf: Uint16Array) {
    this.#counts = counts;
    this.#cityOf = cityOf;
  }

  count({ name, core, coreSound, trade, phone }: RecordReader): void {
    const counts = this.#counts;
    const { body, coreLength, bodyLength } = name;
    Atomics.add(counts.cores, slotOf(counts.cores, core), 1);
    Atomics.add(counts.coreSounds, slotOf(counts.coreSounds, coreSound), 1);
    Atomics.add(counts.trades, slotOf(counts.trades, trade), 1);
    if (phone !== 0) Atomics.add(counts.phones, slotOf(counts.phones, phone), 1);
    Atomics.add(counts.cities, this.#cityOf[name.place]!, 1);
    Atomics.add(counts.places, name.place, 1);
    Atomics.add(counts.forms, name.form, 1);
    for (let at = 0; at < coreLength; at += 1) this.#characters[body[at]!]! += 1;
    for (let at = coreLength; at < bodyLength; at += 1) this.#tradeCharacters[body[at]!]! += 1;
    this.#characters[0]! += coreLength;
    this.#tradeCharacters[0]! += bodyLength - coreLength;
  }

  end(): void {
    for (let unit = 0; unit < 65_536; unit += 1) {
      Atomics.add(this.#counts.characters, unit, this.#characters[unit]!);
      Atomics.add(this.#counts.tradeCharacters, unit, this.#tradeCharacters[unit]!);
    }
  }
}

/** Where a number is counted. */
export function slotOf(counts: Int32Array, number: number): number {
  return number & (counts.length - 1);
}
