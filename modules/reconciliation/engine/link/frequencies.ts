import type { RecordReader } from './record-reader.ts';

const coreSlots = 1 << 22;
const tradeSlots = 1 << 16;
const phoneSlots = 1 << 20;

/** How often what a name is made of stands on the left; numbers of texts share a slot now and then. */
export interface Frequencies {
  cores: Uint32Array;
  coreSounds: Uint32Array;
  trades: Uint32Array;
  phones: Uint32Array;
  cities: Uint32Array;
  places: Uint32Array;
  forms: Uint32Array;
  /** Of units in cores; slot 0 is how many units there are. */
  characters: Uint32Array;
  /** The same of units in trades. */
  tradeCharacters: Uint32Array;
}

export function frequencies(places: number): Frequencies {
  const counts = (slots: number) => new Uint32Array(new SharedArrayBuffer(slots * 4));
  return {
    cores: counts(coreSlots),
    coreSounds: counts(coreSlots),
    trades: counts(tradeSlots),
    phones: counts(phoneSlots),
    cities: counts(places),
    places: counts(places),
    forms: counts(8),
    characters: counts(65_536),
    tradeCharacters: counts(65_536),
  };
}

/** Counts the record; several workers may count at once. */
export function count(
  counts: Frequencies,
  { name, core, coreSound, trade, phone }: RecordReader,
  cityOf: Uint16Array,
): void {
  Atomics.add(counts.cores, core & (coreSlots - 1), 1);
  Atomics.add(counts.coreSounds, coreSound & (coreSlots - 1), 1);
  Atomics.add(counts.trades, trade & (tradeSlots - 1), 1);
  if (phone !== 0) Atomics.add(counts.phones, phone & (phoneSlots - 1), 1);
  Atomics.add(counts.cities, cityOf[name.place]!, 1);
  Atomics.add(counts.places, name.place, 1);
  Atomics.add(counts.forms, name.form, 1);
  for (let at = 0; at < name.coreLength; at += 1) Atomics.add(counts.characters, name.body[at]!, 1);
  for (let at = name.coreLength; at < name.bodyLength; at += 1) Atomics.add(counts.tradeCharacters, name.body[at]!, 1);
  Atomics.add(counts.characters, 0, name.coreLength);
  Atomics.add(counts.tradeCharacters, 0, name.bodyLength - name.coreLength);
}

export const slotOf = {
  core: (number: number) => number & (coreSlots - 1),
  trade: (number: number) => number & (tradeSlots - 1),
  phone: (number: number) => number & (phoneSlots - 1),
};
