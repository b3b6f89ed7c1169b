import { Refusal } from '#platform/kernel/refusal.ts';

/** No sector of a chain; all above are marks ([MS-CFB] 2.1). */
const lastSector = 0xfffffffa;
const endOfChain = 0xfffffffe;
const directoryEntry = 128;
const stream = 2;
const root = 5;

interface Entry {
  name: string;
  type: number;
  start: number;
  size: number;
}

/**
 * The first of the named streams that an OLE compound file holds ([MS-CFB]); null when it holds none of them. Refuses
 * `tabular.damaged` {part: container} where sectors are missing or run in a circle.
 */
export function readStream(bytes: Uint8Array, names: readonly string[]): Uint8Array | null {
  const file = new CompoundFile(bytes);
  for (const name of names) {
    const entry = file.entries.find((each) => each.type === stream && each.name === name);
    if (entry) return file.content(entry);
  }
  return null;
}

function damaged(): Refusal {
  return new Refusal('tabular.damaged', { part: 'container' });
}

class CompoundFile {
  readonly entries: Entry[];
  readonly #bytes: Uint8Array;
  readonly #shift: number;
  readonly #miniShift: number;
  readonly #cutoff: number;
  readonly #fat: Uint32Array;
  readonly #miniFat: Uint32Array;

  constructor(bytes: Uint8Array) {
    if (bytes.length < 512) throw damaged();
    const header = new DataView(bytes.buffer, bytes.byteOffset, 512);
    this.#bytes = bytes;
    this.#shift = header.getUint16(30, true);
    this.#miniShift = header.getUint16(32, true);
    this.#cutoff = header.getUint32(56, true);
    if ((this.#shift !== 9 && this.#shift !== 12) || this.#miniShift !== 6) throw damaged();
    this.#fat = this.#words(this.#fatSectors(header));
    this.#miniFat = this.#words(this.#chain(header.getUint32(60, true)));
    this.entries = this.#readEntries(header.getUint32(48, true));
  }

  content({ start, size }: Entry): Uint8Array {
    if (size >= this.#cutoff) return this.#joined(this.#chain(start), size);
    const rootEntry = this.entries.find(({ type }) => type === root);
    if (!rootEntry) throw damaged();
    const mini = this.#joined(this.#chain(rootEntry.start), rootEntry.size);
    const unit = 1 << this.#miniShift;
    const content = new Uint8Array(size);
    let at = 0;
    for (const sector of follow(this.#miniFat, start)) {
      const piece = mini.subarray(sector * unit, sector * unit + Math.min(unit, size - at));
      content.set(piece, at);
      at += piece.length;
    }
    if (at !== size) throw damaged();
    return content;
  }

  #fatSectors(header: DataView): number[] {
    const sectors: number[] = [];
    for (let at = 76; at < 512; at += 4) sectors.push(header.getUint32(at, true));
    const seen = new Set<number>();
    for (let next = header.getUint32(68, true); next < lastSector;) {
      if (seen.has(next)) throw damaged();
      seen.add(next);
      const words = this.#words([next]);
      sectors.push(...words.subarray(0, -1));
      next = words.at(-1)!;
    }
    return sectors.filter((sector) => sector < lastSector);
  }

  #sector(sector: number): Uint8Array {
    const at = (sector + 1) * 2 ** this.#shift;
    if (at >= this.#bytes.length) throw damaged();
    return this.#bytes.subarray(at, at + 2 ** this.#shift);
  }

  #words(sectors: readonly number[]): Uint32Array {
    const bytes = this.#joined(sectors, sectors.length * 2 ** this.#shift);
    return new Uint32Array(bytes.buffer, 0, bytes.length >>> 2);
  }

  #chain(start: number): number[] {
    return start >= lastSector ? [] : follow(this.#fat, start);
  }

  #joined(sectors: readonly number[], size: number): Uint8Array {
    if (size > sectors.length * 2 ** this.#shift || size > this.#bytes.length) throw damaged();
    const content = new Uint8Array(size);
    let at = 0;
    for (const sector of sectors) {
      const piece = this.#sector(sector).subarray(0, size - at);
      content.set(piece, at);
      at += piece.length;
    }
    if (at !== size) throw damaged();
    return content;
  }

  #readEntries(start: number): Entry[] {
    const sectors = this.#chain(start);
    const bytes = this.#joined(sectors, sectors.length * 2 ** this.#shift);
    const view = new DataView(bytes.buffer);
    const entries: Entry[] = [];
    for (let at = 0; at + directoryEntry <= bytes.length; at += directoryEntry) {
      const length = Math.min(view.getUint16(at + 64, true), 64);
      entries.push({
        name: Buffer.from(bytes.subarray(at, at + Math.max(length - 2, 0))).toString('utf16le'),
        type: bytes[at + 66]!,
        start: view.getUint32(at + 116, true),
        size: view.getUint32(at + 120, true),
      });
    }
    return entries;
  }
}

function follow(table: Uint32Array, start: number): number[] {
  const sectors: number[] = [];
  for (let sector = start; sector !== endOfChain; sector = table[sector]!) {
    if (sector >= table.length || sectors.push(sector) > table.length) throw damaged();
  }
  return sectors;
}
