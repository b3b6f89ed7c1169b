const page = 65_536;

/** The memory that all threads share: taken from below, never given back. Bytes that nobody touches cost nothing. */
export class SharedMemory {
  readonly memory: WebAssembly.Memory;
  #top: number;
  /** Where the memory ended when this last knew; what lies beyond was added by a join and is in use. */
  #end: number;
  #view: { bytes: Uint8Array; words: Uint32Array; longs: BigInt64Array };

  constructor(memory: WebAssembly.Memory, top: number) {
    this.memory = memory;
    this.#top = top;
    this.#end = memory.buffer.byteLength;
    this.#view = viewOf(memory.buffer);
  }

  static ofBytes(bytes: number): SharedMemory {
    const initial = Math.ceil(bytes / page);
    // The kernel names the largest memory there is; how much is taken of it is decided here.
    return new SharedMemory(new WebAssembly.Memory({ initial, maximum: 65_536, shared: true }), page);
  }

  get top(): number {
    return this.#top;
  }

  /** The address of that many zero bytes. */
  take(bytes: number, align = 64): number {
    const end = this.memory.buffer.byteLength;
    const at = Math.ceil((end > this.#end ? end : this.#top) / align) * align;
    this.#top = at + bytes;
    const missing = Math.ceil((this.#top - end) / page);
    if (missing > 0) this.memory.grow(missing);
    this.#end = this.memory.buffer.byteLength;
    return at;
  }

  get bytes(): Uint8Array {
    return this.#fresh().bytes;
  }

  get words(): Uint32Array {
    return this.#fresh().words;
  }

  /** 64-bit words, by address / 8. */
  get longs(): BigInt64Array {
    return this.#fresh().longs;
  }

  /** A signed number of 128 bits. */
  wide(at: number): bigint {
    const { longs } = this;
    return BigInt.asUintN(64, longs[at / 8]!) + (longs[at / 8 + 1]! << 64n);
  }

  setWide(at: number, value: bigint): void {
    const { longs } = this;
    longs[at / 8] = value;
    longs[at / 8 + 1] = value >> 64n;
  }

  #fresh() {
    if (this.#view.bytes.length !== this.memory.buffer.byteLength) this.#view = viewOf(this.memory.buffer);
    return this.#view;
  }
}

function viewOf(buffer: ArrayBufferLike) {
  return { bytes: new Uint8Array(buffer), words: new Uint32Array(buffer), longs: new BigInt64Array(buffer) };
}
