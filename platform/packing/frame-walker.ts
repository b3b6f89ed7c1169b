/** The bytes are no zstd stream, or one that was changed or cut off. */
export class NoZstd extends Error {
  constructor() {
    super('no zstd stream');
  }
}

/** The bytes that every frame begins with. */
export const magicBytes = Buffer.of(0x28, 0xb5, 0x2f, 0xfd);
const frameMagic = magicBytes.readUInt32LE(0);
const skippableMagic = 0x184d2a50;

type Part = 'magic' | 'skip-length' | 'descriptor' | 'frame-header' | 'block-header' | 'block' | 'checksum' | 'skipped';

/** Says where frames begin and end (RFC 8878 §3.1) without unpacking them. */
export class FrameWalker {
  #part: Part = 'magic';
  #gathered: Buffer = Buffer.alloc(0);
  /** Bytes that are still missing of the present part. */
  #left = 4;
  #checksum = false;
  #last = false;

  /** True before the first and behind the last frame. */
  get between(): boolean {
    return this.#part === 'magic' && this.#left === 4;
  }

  /** True where there is nothing for a decoder: in a skippable frame, or in the magic number, which may be that of one. */
  get outside(): boolean {
    return this.#part === 'magic' || this.#part === 'skip-length' || this.#part === 'skipped';
  }

  /** How many of the bytes belong to the present frame, or to what is outside, and whether the frame ends with them. */
  walk(bytes: Buffer): { used: number; ends: boolean } {
    if (this.outside) {
      const part = this.#take(bytes);
      if (this.#left === 0) this.#next();
      return { used: part, ends: false };
    }
    let used = 0;
    while (used < bytes.length && this.#part !== 'magic') {
      used += this.#take(bytes.subarray(used));
      if (this.#left === 0) this.#next();
    }
    return { used, ends: this.#part === 'magic' };
  }

  #take(bytes: Buffer): number {
    const part = bytes.subarray(0, this.#left);
    if (this.#part !== 'block' && this.#part !== 'skipped') this.#gathered = Buffer.concat([this.#gathered, part]);
    this.#left -= part.length;
    return part.length;
  }

  #expect(part: Part, length: number): void {
    this.#part = part;
    this.#left = length;
    this.#gathered = Buffer.alloc(0);
    if (length === 0) this.#next();
  }

  #next(): void {
    const gathered = this.#gathered;
    switch (this.#part) {
      case 'magic': {
        const magic = gathered.readUInt32LE(0);
        if (magic === frameMagic) return this.#expect('descriptor', 1);
        if ((magic & 0xfffffff0) >>> 0 === skippableMagic) return this.#expect('skip-length', 4);
        throw new NoZstd();
      }
      case 'skip-length':
        return this.#expect('skipped', gathered.readUInt32LE(0));
      case 'descriptor': {
        const descriptor = gathered[0]!;
        const single = (descriptor & 0x20) !== 0;
        this.#checksum = (descriptor & 4) !== 0;
        const contentSize = [single ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
        const dictionary = [0, 1, 2, 4][descriptor & 3]!;
        return this.#expect('frame-header', (single ? 0 : 1) + dictionary + contentSize);
      }
      case 'frame-header':
        return this.#expect('block-header', 3);
      case 'block-header': {
        const head = gathered.readUIntLE(0, 3);
        this.#last = (head & 1) === 1;
        const repeats = ((head >> 1) & 3) === 1;
        return this.#expect('block', repeats ? 1 : head >> 3);
      }
      case 'block':
        if (!this.#last) return this.#expect('block-header', 3);
        return this.#checksum ? this.#expect('checksum', 4) : this.#expect('magic', 4);
      case 'checksum':
      case 'skipped':
        return this.#expect('magic', 4);
    }
  }
}

/** Whether the bytes are one whole frame and nothing else. */
export function isOneFrame(bytes: Buffer): boolean {
  if (!bytes.subarray(0, 4).equals(magicBytes)) return false;
  const walker = new FrameWalker();
  const { used } = walker.walk(bytes);
  const { used: rest, ends } = walker.walk(bytes.subarray(used));
  return ends && used + rest === bytes.length;
}
